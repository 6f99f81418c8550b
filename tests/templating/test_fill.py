# ruff: noqa: ARG005 - every place takes both values
from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import hcl2
import pytest
from hypothesis import HealthCheck, given, settings

from tests import tools
from tests.templating.support import (
    YAML,
    body,
    decoded,
    environment,
    normalized,
    problem,
    problems,
    render_text,
)
from tests.templating.values import NASTY, values
from tfgen.errors import TfgenError
from tfgen.templating.fill import plan


@dataclass(frozen=True)
class Place:
    """A template that puts env.v (and env.w) somewhere, and what must be read back.

    ``read`` takes the value out of what python-hcl2 read of the file, before strings are decoded;
    ``expected`` makes what that must be from env.v and env.w. ``is_output`` says that Terraform can
    evaluate attribute "a" by itself, to the same value.
    """

    template: str
    expected: Callable[[Any, Any], Any]
    read: Callable[[Any], Any] = lambda found: decoded(found["a"])
    is_output: bool = True


def text_of(value: Any) -> str:
    """A scalar inside a text; the tests never get here with anything else."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    assert isinstance(value, (str, int))
    return str(value)


def formatted(value: Any) -> str:
    return str(value) if isinstance(value, float) else text_of(value)


def between(start: str, end: str) -> Callable[[Any], Any]:
    """Read the expression that stands between two texts in the raw value of attribute "a"."""

    def read(found: Any) -> Any:
        raw = found["a"]
        assert raw.startswith(start)
        assert raw.endswith(end)
        return decoded(hcl2.loads(f"x = {raw[len(start) : -len(end)]}\n")["x"])

    return read


def heredoc(found: Any) -> str:
    """The value of a plain heredoc; python-hcl2 keeps its markers."""
    raw = found["a"]
    assert raw.startswith('"<<EOT\n')
    assert raw.endswith('\nEOT"')
    text = str(raw)[7:-4]
    return text.replace("$${", "${").replace("%%{", "%{")


def comments(found: Any) -> Any:
    """Everything but comments, and their text."""
    texts = [one["value"] for key in sorted(found) if "comments" in key for one in found[key]]
    return {"a": found["a"], "keys": {key for key in found if "comments" not in key}, "#": texts}


def whole(found: Any) -> Any:
    return decoded(found)


PLACES = {
    "attribute": Place("a = {{ env.v }}", lambda v, w: v),
    "list items": Place("a = [1, {{ env.v }}, {{ env.w }}]", lambda v, w: [1, v, w]),
    "object value": Place("a = { k = {{ env.v }} }", lambda v, w: {"k": v}),
    "object key": Place("a = { {{ env.v }} = 1 }", lambda v, w: {text_of(v): 1}),
    "string": Place('a = "<{{ env.v }}>"', lambda v, w: f"<{text_of(v)}>"),
    "whole string": Place('a = "{{ env.v }}"', lambda v, w: text_of(v)),
    "two in a string": Place('a = "{{ env.v }}{{ env.w }}"', lambda v, w: text_of(v) + text_of(w)),
    "three in a string": Place(
        'a = "{{ env.w }}{{ env.v }}{{ env.w }}"',
        lambda v, w: text_of(w) + text_of(v) + text_of(w),
    ),
    "after a dollar": Place('a = "${{ env.v }}{b}"', lambda v, w: f"${text_of(v)}{{b}}"),
    "after two dollars": Place('a = "$${{ env.v }}{b}"', lambda v, w: f"$${text_of(v)}{{b}}"),
    "after a percent": Place('a = "x%{{ env.v }}"', lambda v, w: f"x%{text_of(v)}"),
    "before a brace": Place('a = "{{ env.v }}{b}"', lambda v, w: f"{text_of(v)}{{b}}"),
    "before an escape": Place('a = "{{ env.v }}$${b}"', lambda v, w: text_of(v) + "${b}"),
    "concatenated": Place(
        "a = {{ env.v ~ '-' ~ env.w }}", lambda v, w: f"{text_of(v)}-{text_of(w)}"
    ),
    "joined": Place(
        "a = {{ [env.v, env.w] | join(',') }}", lambda v, w: f"{text_of(v)},{text_of(w)}"
    ),
    "formatted": Place(
        "a = {{ '%s/%s' | format(env.v, env.w) }}", lambda v, w: f"{formatted(v)}/{formatted(w)}"
    ),
    "modulo": Place("a = {{ '<%s>' % env.v }}", lambda v, w: f"<{formatted(v)}>"),
    "captured": Place(
        '{% set x %}{{ env.v }}:{{ env.w }}{% endset %}\na = "{{ x }}"',
        lambda v, w: f"{text_of(v)}:{text_of(w)}",
    ),
    "captured as a value": Place(
        "{% set x %}{{ env.v }}:{{ env.w }}{% endset %}\na = {{ [x] }}",
        lambda v, w: [f"{text_of(v)}:{text_of(w)}"],
    ),
    "macro": Place(
        '{% macro m(x) %}"{{ x }}"{% endmacro %}\na = {{ m(env.v) }}', lambda v, w: text_of(v)
    ),
    "caller": Place(
        '{% macro m() %}"<{{ caller() }}>"{% endmacro %}\n'
        "a = {% call m() %}{{ env.v }}{% endcall %}\n",
        lambda v, w: f"<{text_of(v)}>",
    ),
    "json": Place("a = {{ env.v | json }}", lambda v, w: json.dumps(v, ensure_ascii=False)),
    "merged": Place("a = {{ merge({'k': env.v}, {'l': env.w}) }}", lambda v, w: {"k": v, "l": w}),
    "written by hcl": Place("a = {{ env.v | hcl }}", lambda v, w: v),
    "expression of hcl": Place(
        "a = {{ ('[' ~ (env.v | hcl) ~ ', ' ~ (env.w | hcl) ~ ']') | expr }}", lambda v, w: [v, w]
    ),
    "interpolated": Place(
        'a = "x${ {{ env.v }} }"', lambda v, w: v, between('"x${', '}"'), is_output=False
    ),
    "before a sequence": Place(
        'a = "x{{ env.v }}${ b }"',
        lambda v, w: f"x{text_of(v)}${{b}}",
        is_output=False,
    ),
    "argument": Place("a = f({{ env.v }})", lambda v, w: v, between("${f(", ")}"), is_output=False),
    "operand": Place("a = {{ env.v }} == b", lambda v, w: v, between("${", " == b}"), False),
    "directive": Place(
        'a = "%{ if {{ env.v }} == b }x%{ endif }"',
        lambda v, w: v,
        between('"%{ if ', ' == b }x%{ endif }"'),
        is_output=False,
    ),
    "name": Place(
        "n_{{ env.v }}_{{ env.w }} = 1\na = 2",
        lambda v, w: {f"n_{text_of(v)}_{text_of(w)}": 1, "a": 2},
        whole,
        is_output=False,
    ),
    "whole name": Place("{{ env.v }} = 1", lambda v, w: {text_of(v): 1}, whole, is_output=False),
    "label": Place(
        'b "{{ env.v }}" {\n}\na = 1',
        lambda v, w: {"a": 1, "b": [{text_of(v): {"__is_block__": True}}]},
        whole,
        is_output=False,
    ),
    "line comment": Place(
        "a = 1\n# <{{ env.v }}>",
        lambda v, w: {"a": 1, "keys": {"a"}, "#": [f"<{text_of(v)}>"]},
        comments,
        is_output=False,
    ),
    "comment after": Place(
        "a = 1 // <{{ env.v }}{{ env.w }}>",
        lambda v, w: {"a": 1, "keys": {"a"}, "#": [f"<{text_of(v)}{text_of(w)}>"]},
        comments,
        is_output=False,
    ),
    "block comment": Place(
        "/* <{{ env.v }}{{ env.w }}> */\na = 1",
        lambda v, w: {"a": 1, "keys": {"a"}, "#": [f"<{text_of(v)}{text_of(w)}>"]},
        comments,
        is_output=False,
    ),
    "heredoc": Place(
        "a = <<EOT\nx\n{{ env.v }}{{ env.w }}\ny\nEOT\n",
        lambda v, w: f"x\n{text_of(v)}{text_of(w)}\ny\n",
        heredoc,
    ),
    "indented heredoc": Place(
        "a = <<-EOT\n    {{ env.v }}\n      y {{ env.w }}$\n  EOT\n",
        lambda v, w: f"{text_of(v)}\n  y {text_of(w)}$\n",
        lambda found: None,
    ),
    "two in a row": Place("a = {{ env.v }}{{ env.w }}", lambda v, w: None),
    "beside text": Place("a = x{{ env.v }}", lambda v, w: None),
    "before a minus": Place("a = {{ env.v }}-x", lambda v, w: None, lambda found: None, False),
}

JINJA = {name: environment({"main.tf.j2": place.template}) for name, place in PLACES.items()}
REFUSED_ALWAYS = {"two in a row", "beside text"}


def outcome(name: str, data: dict[str, Any]) -> str | None:
    """The rendered body; None for a refusal, which must say which template and YAML lines."""
    try:
        file = render_text("", data, jinja=JINJA[name])
    except TfgenError as error:
        for found in error.problems:
            assert found.where is not None
            assert found.where.file == "templates/main.tf.j2"
            assert found.where.line >= 1
            related = dict(found.related)
            # true, false and null carry no position into a macro, only its caller is known then.
            carried = name not in {"macro", "caller"} or not isinstance(data["v"], bool | None)
            assert related["value from"].file == YAML if carried else related["called from"].line
        return None
    assert file is not None
    return file.text.split("\n\n", 1)[1]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(v=values, w=values)
def test_every_value_round_trips_or_is_refused(v: Any, w: Any) -> None:
    """python-hcl2 reads back exactly the value, in a file with exactly the template's structure."""
    for name, place in PLACES.items():
        text = outcome(name, {"v": v, "w": w})
        if text is None:
            continue
        assert name not in REFUSED_ALWAYS
        try:
            raw = hcl2.loads(text)
        except Exception as error:  # noqa: BLE001 - whatever python-hcl2 raises
            pytest.fail(f"{name}: python-hcl2 cannot read {text!r}: {error}")
        assert set(raw) - {"__comments__", "__inline_comments__"} <= set(
            normalized(place.expected(v, w)) if place.read is whole else {"a"}
        ), name
        found = place.read(raw)
        if found is not None:
            assert normalized(found) == normalized(place.expected(v, w)), (name, text)


def test_terraform_evaluates_to_the_same_values(tmp_path: Path) -> None:
    tools.terraform()
    choose = random.Random(7)  # noqa: S311 - a fixed sample
    outputs: list[str] = []
    expected: list[tuple[str, Any, Any]] = []
    for name, place in PLACES.items():
        if not place.is_output or name in REFUSED_ALWAYS:
            continue
        for _ in range(40):
            v, w = sample(choose, 2), sample(choose, 2)
            text = outcome(name, {"v": v, "w": w})
            if text is not None:
                value = text.replace("a =", "  value =", 1)
                outputs.append(f'output "o{len(expected)}" {{\n{value}}}\n')
                expected.append((name, v, w))
    assert len(expected) > 300
    (tmp_path / "main.tf").write_text("".join(outputs), encoding="utf-8", newline="\n")
    run = ["terraform", "apply", "-auto-approve", "-input=false", "-no-color"]
    applied = subprocess.run(run, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert applied.returncode == 0, applied.stderr
    run = ["terraform", "output", "-json"]
    shown = subprocess.run(run, cwd=tmp_path, check=True, capture_output=True)
    found = json.loads(shown.stdout)
    for index, (name, v, w) in enumerate(expected):
        wanted = normalized(PLACES[name].expected(v, w))
        assert found[f"o{index}"]["value"] == wanted, (name, outputs[index])


def sample(choose: random.Random, depth: int) -> Any:
    """A value like those of the property test, the same in every run."""
    kind = choose.randrange(10 if depth else 8)
    if kind < 5:
        return "".join(choose.choices(NASTY, k=choose.choice([1, 1, 2, 3])))
    if kind == 5:
        return choose.choice([0, 1, -1, 10**15, -(10**15), 1.5, 1e-7, -0.25])
    if kind == 6:
        return choose.choice([True, False])
    if kind == 7:
        return f"name_{choose.randrange(100)}"
    if kind == 8:
        return [sample(choose, depth - 1) for _ in range(choose.randrange(4))]
    return {
        "".join(choose.choices(NASTY, k=2)): sample(choose, depth - 1)
        for _ in range(choose.randrange(4))
    }


@pytest.mark.parametrize(
    ("template", "data", "message"),
    [
        (
            '\nb "{{ env.v }}" {\n}',
            {"v": 'x" {}'},
            "templates/main.tf.j2:2: not a valid name: 'x\" {}' (letters, digits, - and _; a "
            "letter or _ first)\n  value from environments/dev.yaml:2:1",
        ),
        (
            "{{ env.v }} = 1",
            {"v": "a = 2\nb"},
            "templates/main.tf.j2:1: not a valid name: 'a = 2\\nb' (letters, digits, - and _; a "
            "letter or _ first)\n  value from environments/dev.yaml:2:1",
        ),
        (
            "{{ env.v }}_x = 1",
            {"v": [1]},
            "templates/main.tf.j2:1: a list cannot stand inside a text\n"
            "  value from environments/dev.yaml:2:1\n"
            "  write it as a whole value of its own, without quotes around it",
        ),
        (
            "a = 1 # {{ env.v }}",
            {"v": "x\nb = 2"},
            "templates/main.tf.j2:1: a line break cannot stand in a comment\n"
            "  value from environments/dev.yaml:2:1",
        ),
        (
            "a = 1 # {{ env.v }}",
            {"v": "\u202e"},
            "templates/main.tf.j2:1: the character U+202E cannot stand in a comment\n"
            "  value from environments/dev.yaml:2:1",
        ),
        (
            "/* {{ env.v }}{{ env.w }} */\na = 1",
            {"v": "*", "w": "/"},
            'templates/main.tf.j2:1: "*/" cannot stand in a block comment\n'
            "  value from environments/dev.yaml:3:1",
        ),
        (
            "/* {{ env.v }}/ */\na = 1",
            {"v": "*"},
            'templates/main.tf.j2:1: "*/" cannot stand in a block comment\n'
            "  value from environments/dev.yaml:2:1",
        ),
        (
            "a = <<EOT\n{{ env.v }}\nEOT\n",
            {"v": "EOT"},
            "templates/main.tf.j2:2: the line would be EOT, which ends the heredoc\n"
            "  value from environments/dev.yaml:2:1\n"
            "  use a quoted string",
        ),
        (
            "a = <<EOT\n {{ env.v }}T\nEOT\n",
            {"v": "EO"},
            "templates/main.tf.j2:2: the line would be EOT, which ends the heredoc\n"
            "  value from environments/dev.yaml:2:1\n"
            "  use a quoted string",
        ),
        (
            "a = <<EOT\n{{ env.v }}\nEOT\n",
            {"v": "x\ny"},
            "templates/main.tf.j2:2: a line break or control character cannot stand in a heredoc: "
            "use a quoted string\n"
            "  value from environments/dev.yaml:2:1",
        ),
        (
            "a = <<-EOT\n  {{ env.v }}\nEOT\n",
            {"v": " x"},
            "templates/main.tf.j2:2: a value that is empty or starts with white space changes the "
            "indentation of a <<- heredoc\n"
            "  value from environments/dev.yaml:2:1\n"
            "  use << or a quoted string",
        ),
        (
            "a = {{ env.v }}",
            {"v": float("nan")},
            "templates/main.tf.j2:1: nan is not an HCL number\n"
            "  value from environments/dev.yaml:2:1",
        ),
        (
            "a = {{ env.v }}",
            {"v": float("inf")},
            "templates/main.tf.j2:1: inf is not an HCL number\n"
            "  value from environments/dev.yaml:2:1",
        ),
        (
            'a = "{{ env.v }}"',
            {"v": None},
            "templates/main.tf.j2:1: null cannot stand inside a text\n"
            "  value from environments/dev.yaml:2:1\n"
            "  write it as a whole value of its own, without quotes around it",
        ),
        (
            "a = { {{ env.v }} = 1 }",
            {"v": None},
            "templates/main.tf.j2:1: null cannot be the key of a map\n"
            "  value from environments/dev.yaml:2:1",
        ),
        (
            'a = "${{ env.v }}{x}"',
            {"v": ""},
            "templates/main.tf.j2:1: an empty value would form a template sequence together with "
            "the text around it\n"
            "  value from environments/dev.yaml:2:1",
        ),
        (
            "a = <<EOT\n${{ env.v }}\nEOT\n",
            {"v": "{x}"},
            "templates/main.tf.j2:2: '{x}' would form a template sequence with the heredoc around "
            "it: use a quoted string\n"
            "  value from environments/dev.yaml:2:1",
        ),
        (
            "a = alb-{{ env.v }}",
            {"v": "x"},
            "templates/main.tf.j2:1: alb-x would be read as a name here\n"
            "  value from environments/dev.yaml:2:1\n"
            "  put quotes around the whole text",
        ),
        (
            "a = {{ env.v }}{{ env.w }}",
            {"v": "tr", "w": "ue"},
            "templates/main.tf.j2:1: true would be read as a name here\n"
            "  value from environments/dev.yaml:3:1\n"
            "  put quotes around the whole text",
        ),
        (
            "a = {{ env.v }}-alb",
            {"v": "x"},
            "templates/main.tf.j2:1: a string cannot be followed by a minus sign\n"
            "  value from environments/dev.yaml:2:1\n"
            "  put quotes around the whole text",
        ),
        (
            "a = {{ env.v }}.id",
            {"v": "x"},
            "templates/main.tf.j2:1: a value cannot be followed by '.'\n"
            "  value from environments/dev.yaml:2:1\n"
            "  use | ident for a name or | expr for an expression",
        ),
        (
            'a = "{{ env.v | expr }}"',
            {"v": "var.x"},
            "templates/main.tf.j2:1: an expression cannot stand inside a text\n"
            "  value from environments/dev.yaml:2:1\n"
            "  write it as ${ {{ … | expr }} }",
        ),
        (
            '{% macro m(x) %}\na = "{{ x }}"\n{% endmacro %}\n\n{{ m(env.v) }}',
            {"v": {}},
            "templates/main.tf.j2:2: a map cannot stand inside a text\n"
            "  value from environments/dev.yaml:2:1\n"
            "  called from templates/main.tf.j2:5\n"
            "  write it as a whole value of its own, without quotes around it",
        ),
    ],
)
def test_refusals(template: str, data: dict[str, Any], message: str) -> None:
    assert problem(template, data) == message


def test_every_value_that_cannot_stand_is_reported_at_once() -> None:
    found = [
        str(one.where)
        for one in problems('a = "{{ env.v }}"\n\n# {{ env.w }}', {"v": [], "w": "\n"})
    ]
    assert found == ["templates/main.tf.j2:1", "templates/main.tf.j2:3"]


@pytest.mark.parametrize(
    ("template", "data", "text"),
    [
        ('a = "{{ env.v }}{{ env.w }}"', {"v": "$", "w": "{x}"}, 'a = "\\u0024{x}"'),
        (
            'a = "{{ env.v }}{{ env.n }}{{ env.w }}"',
            {"v": "$", "n": "", "w": "{x}"},
            'a = "\\u0024{x}"',
        ),
        ('a = "{{ env.v }}${b}"', {"v": "$"}, 'a = "\\u0024${b}"'),
        ('a = "${{ env.v }}"', {"v": "{x}"}, 'a = "$\\u007bx}"'),
        ('a = "{{ env.v }}"', {"v": "${x}"}, 'a = "$${x}"'),
        ('a = "{{ env.v }} {{ env.v }}"', {"v": "5$"}, 'a = "5$ 5$"'),
        ("public_{{ env.v }} = 1", {"v": "a"}, "public_a = 1"),
        ("a = aws_subnet.public_{{ env.v }}.id", {"v": "a"}, "a = aws_subnet.public_a.id"),
        ("a = aws_{{ env.v }}_x.this.id", {"v": "a"}, "a = aws_a_x.this.id"),
        ('b "{{ env.v }}-{{ env.w }}" {\n}', {"v": "x", "w": 1}, 'b "x-1" {\n}'),
        ("{{ env.v }} {\n}", {"v": "locals"}, "locals {\n}"),
        ("a = {{ 'b + c' | expr }} * 2", {}, "a = (b + c) * 2"),
        ("a = {{ 'b ? c : d' | expr }}", {}, "a = b ? c : d"),
        ("a = {{ 'b.c' | expr }} * 2", {}, "a = b.c * 2"),
        ("a = {{ 'b + c' | expr }}.id", {}, "a = (b + c).id"),
        ("a = -{{ env.v }}", {"v": -1}, "a = -(-1)"),
        ("a = b-{{ env.v }}", {"v": 1}, None),
        ("a = {{ 'b' | ident }}-1", {}, "a = b - 1"),
        ("a = { {{ env.v }} = 1 }", {"v": "a b"}, 'a = { "a b" = 1 }'),
        ("a = { {{ env.v }} = 1 }", {"v": True}, 'a = { "true" = 1 }'),
        ("a = { {{ 'b.c' | expr }} = 1 }", {}, "a = { (b.c) = 1 }"),
        ('a = "x${ {{ env.v }} }"', {"v": {"k": [1, {}]}}, 'a = "x${ { k = [1, {}] } }"'),
        ("x { a = {{ env.v }} }", {"v": 1}, "x { a = 1 }"),
        (
            'a = "%{ for i in {{ env.v }} }x%{ endfor }"',
            {"v": [1]},
            'a = "%{for i in [1]}x%{endfor}"',
        ),
        ("# tfgen:skip=TFG001:{{ env.v }}\na = 1", {"v": "why"}, "# tfgen:skip=TFG001:why\na = 1"),
    ],
)
def test_forms(template: str, data: dict[str, Any], text: str | None) -> None:
    if text is None:
        assert "would be read as a name here" in problem(template, data)
    else:
        assert body(template, data) == f"{text}\n"


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("a = 1 b = 2", "not valid HCL: missing newline after argument \"a\": found 'b'"),
        ("a {\n} b {\n}", "not valid HCL: missing newline after"),
        ("a\n{\n}", "not valid HCL: "),
        ('a = "x\ny"', "not valid HCL: newline in a quoted string"),
        ('a = "\\q"', "not valid HCL: invalid escape sequence \\q"),
        ("a = b\n + c", "not valid HCL: "),
        ("a = { b = 1 c = 2 }", "not valid HCL: "),
        ('a = "%{ else }"', 'not valid HCL: unexpected "else"'),
        ("a = <<EOT\n${ y\nEOT\n", "not valid HCL: unterminated template sequence"),
        ('a "${x}" {\n}', "not valid HCL: a block label holds no template sequences"),
        ("a = 1.5.2", "not valid HCL: invalid number 1.5.2"),
    ],
)
def test_output_that_python_hcl2_might_accept_but_terraform_does_not(
    template: str, message: str
) -> None:
    found = problem(f"\n{template}")
    assert found.startswith("templates/main.tf.j2:")
    assert message in found


def test_names_that_make_an_attribute_twice() -> None:
    assert problem("a = 1\n\n{{ env.v }} = 2", {"v": "a"}) == (
        'templates/main.tf.j2:3: not valid HCL: argument "a" is already set at '
        "templates/main.tf.j2:1\n"
        "  value from environments/dev.yaml:2:1\n"
        "  the line is rendered as: {{ … }} = 2"
    )


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("\n\n\na = 1\n\n\n\nb = 2\n\n\n", "a = 1\n\nb = 2\n"),
        ("a {\n\n  b = 1\n\n\n  c = 2\n\n}\n", "a {\n  b = 1\n\n  c = 2\n}\n"),
        ("a = [\n\n  1,\n\n\n  2,\n\n]\n", "a = [\n  1,\n\n  2,\n]\n"),
        ("a { # why\n\n  b = 1\n}\n", "a { # why\n  b = 1\n}\n"),
        ("# x\n\n\n# y\n\na = 1\n", "# x\n\n# y\n\na = 1\n"),
        ("/*\n\n\n*/\na = 1\n", "/*\n\n\n*/\na = 1\n"),
        ("a = <<EOT\n\n\n\nEOT\n\n\nb = 1\n", "a = <<EOT\n\n\n\nEOT\n\nb = 1\n"),
        ("a = 1\n \t\n\n  \nb = 2", "a = 1\n\nb = 2\n"),
        ("a {\n\n}\n", "a {\n}\n"),
    ],
)
def test_blank_lines(template: str, text: str) -> None:
    assert body(template) == text


def test_skeletons_are_shared() -> None:
    text = "a = \ue0000\ue001\n"
    assert plan(text) is plan(text)


@pytest.mark.parametrize(
    "template", ["", "\n\n", "{% if env.v %}\na = 1\n{% endif %}\n", "  {# x #}"]
)
def test_template_that_comes_to_nothing_makes_no_file(template: str) -> None:
    assert render_text(template, {"v": False}) is None


@pytest.mark.parametrize(
    ("template", "value", "broken"),
    [
        ('a = "{{ env.v }}"', "${b}", "quoted_text"),
        ('a = "{{ env.v }}"', '" + "', "quoted_text"),
        ('a = "{{ env.v }}"', "\n", "quoted_text"),
        ("a = <<EOT\nx {{ env.v }}\nEOT\n", "${b}", "heredoc_text"),
        ("a = [{{ env.v }}]\n", "1]\nb = [2", "literal"),
        ("a = {{ env.v }}\n", "1\nb = 2", "literal"),
        ("a = {{ env.v }} + 1\n", "1 # ", "literal"),
    ],
)
def test_the_proof_finds_what_a_wrong_escape_would_let_through(
    template: str, value: str, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"tfgen.templating.fill.{broken}", lambda text, *_: text)
    assert (
        problem(template, {"v": value})
        .splitlines()[0]
        .endswith(": a value would change the structure of the file")
    )
