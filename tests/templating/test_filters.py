from __future__ import annotations

import pytest

from tests.templating.support import YAML, body, problem, render_text
from tfgen.errors import Location

DATA = {
    "name": "api",
    "zones": ["b", "a"],
    "map": {"k": "v", "j": 2},
    "flag": True,
    "nothing": None,
}


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("'var.x' | expr", "var.x"),
        ("'b + c' | expr", "b + c"),
        ("'aws_x.y' | expr", "aws_x.y"),
        ("' f(\\n1,\\n2) \\n' | expr", "f(\n  1,\n2)"),
        ("'x' | ident", "x"),
        ("env.map | hcl", '{\n  k = "v"\n  j = 2\n}'),
        ("('f(' ~ (env.zones | hcl) ~ ')') | expr", 'f(["b", "a"])'),
        ("env.map | json", '"{\\"k\\": \\"v\\", \\"j\\": 2}"'),
        ("env.zones | json(indent=1)", '"[\\n \\"b\\",\\n \\"a\\"\\n]"'),
        ("env.zones | join", '"ba"'),
        ("[1, true, 'x'] | join('-')", '"1-true-x"'),
        ("[env.map] | join(attribute='k')", '"v"'),
        ("'%s=%d' | format(env.name, 3)", '"api=3"'),
        ("'%(a)s' | format(a=env.flag)", '"true"'),
        ("env.flag | string", '"true"'),
        ("env.flag | upper", '"TRUE"'),
        ("' x ' | trim", '"x"'),
        ("'xyx' | trim('x')", '"y"'),
        ("'aaa' | replace('a', 'b', 2)", '"bba"'),
        ("'a b/é' | urlencode", '"a%20b/%C3%A9"'),
        ("{'a b': env.flag} | urlencode", '"a%20b=true"'),
        ("env.zones | sort", '["a", "b"]'),
        ("env.zones | map('upper') | list", '["B", "A"]'),
        ("env.map | dictsort | first", '["j", 2]'),
        ("env.map | items | list", '[["k", "v"], ["j", 2]]'),
        ("[3, 1] | max", "3"),
        ("'12' | int", "12"),
        ("env.nope | d('x')", '"x"'),
        ("[{'n': 1}, {'n': 2}] | selectattr('n', 'gt', 1) | map(attribute='n') | list", "[2]"),
        ("[{'n': 1}, {'n': 2}] | sum(attribute='n')", "3"),
        ("['a', 'b', 'a'] | unique | list", '["a", "b"]'),
        ("'hello world' | truncate(5)", '"he..."'),
        ("'hello world' | title", '"Hello World"'),
        ("'a b c' | wordcount", "3"),
    ],
)
def test_filters(expression: str, text: str) -> None:
    assert body(f"a = {{{{ {expression} }}}}", DATA) == f"a = {text}\n"


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        (
            "'b c' | expr",
            "| expr: not exactly one HCL expression: 'b c': "
            "not a single expression: found 'c' after it",
        ),
        (
            "'b # c' | expr",
            "| expr: not exactly one HCL expression: 'b # c': a comment after the expression",
        ),
        ("env.map | expr", "| expr needs a string, got a map"),
        ("3 | expr", "| expr needs a string, got a number"),
        (
            "'x y' | ident",
            "| ident: not a valid name: 'x y' (letters, digits, - and _; a letter or _ first)",
        ),
        ("env.nothing | ident", "| ident needs a string, got null"),
        ("[1.5 * 10 ** 308 * 10] | json", "| json: Out of range float values are not JSON"),
        ("env.zones | trim", "a list cannot stand inside a text"),
        ("env.nothing | upper", "null cannot stand inside a text"),
        ("'%s' | format(env.zones)", "a list cannot stand inside a text"),
        ("'%s%s' | format(1, a=2)", "format takes positional or named arguments, not both"),
        ("env.map | join", "join needs a list, got a map"),
        ("[env.map] | join(attribute='z')", 'join: an item has no key "z"'),
        ("'x' | batch(1000001) | list", "batch: 1000001 is more than 100000"),
        ("env.nope | items | list", 'env has no key "nope"'),
        ("env.nope | upper", 'env has no key "nope"'),
    ],
)
def test_misuse(expression: str, message: str) -> None:
    assert problem(f"a = {{{{ {expression} }}}}", DATA).startswith(
        f"templates/main.tf.j2:1: {message}"
    )


def test_expression_that_would_end_the_attribute_is_refused() -> None:
    assert problem("a = {{ '1\\nb = 2' | expr }}").startswith(
        "templates/main.tf.j2:1: | expr: not exactly one HCL expression: '1\\nb = 2'"
    )


@pytest.mark.parametrize(
    "filtered",
    [
        "upper",
        "trim",
        "replace('x', 'y')",
        "string",
        "truncate(3)",
        "json",
        "default('')",
        "urlencode",
        "length",
    ],
)
def test_filters_keep_the_line_of_yaml(filtered: str) -> None:
    file = render_text(f"{{% set x = env.name | {filtered} %}}\na = {{{{ x }}}}\n", {"name": "ab"})
    assert file is not None
    assert file.value_lines == {4: Location(YAML, 2, 1)}
