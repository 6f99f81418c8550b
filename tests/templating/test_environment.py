from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from jinja2 import DictLoader

from tests.templating.support import body, problem, render_text
from tfgen.errors import TfgenError
from tfgen.templating.environment import (
    CompiledTemplates,
    TemplateEnvironment,
    TemplateFiles,
    template_environment,
)

DATA = {
    "name": "api",
    "zones": ["a", "b"],
    "number": 3,
    "flag": True,
    "nothing": None,
    "network": {"cidr": "10.0.0.0/16", "nat": "single"},
    "items": {"x": 1},
}
FROM = "\n  value from environments/dev.yaml"
KEYS = "there are flag, items, name, network, nothing, number, zones"


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("envi.x", '"envi" is not defined\n  did you mean env?'),
        ("loop.index", '"loop" is not defined'),
        ("env.networks.cidr", f'env has no key "networks"{FROM}:1:1\n  did you mean network?'),
        ("env.network.cidrr", f'env.network has no key "cidrr"{FROM}:9:1\n  did you mean cidr?'),
        ('env["network"]["z"]', f'env.network has no key "z"{FROM}:9:1\n  there are cidr, nat'),
        ("env.zones[5]", f"env.zones has 2 items: there is no item 5{FROM}:3:1"),
        ("env.name.foo", f'the string has no member "foo"{FROM}:2:1'),
        ("env.number.real", f'a number has no member "real"{FROM}:6:1'),
        ("env.flag.x", 'true has no member "x"'),
        ("env.nothing.x", 'null has no member "x"'),
        ("env.update({})", f'env has no key "update"{FROM}:1:1\n  {KEYS}'),
        ("env.zones.append(1)", f'env.zones has no member "append"{FROM}:3:1'),
        ("[env.nope]", f'env has no key "nope"{FROM}:1:1\n  {KEYS}'),
        (
            "instance",
            '"instance" is not defined\n  instance is known only in modules that are called as '
            "./modules/NAME/INSTANCE",
        ),
        (
            "1 if false",
            "the inline if-expression on line 2 in 'main.tf.j2' evaluated to false and no else "
            "section was defined.",
        ),
        ("env.nope.x | default(5)", f'env has no key "nope"{FROM}:1:1\n  {KEYS}'),
        ("env.name()", f"a string cannot be called as a function{FROM}:2:1"),
        (
            "env.network.items",
            f'"items" is a function here, not a value{FROM}:9:1\n  call it as items(), or write '
            '["items"] for a key of that name',
        ),
    ],
)
def test_what_is_not_there(expression: str, message: str) -> None:
    found = problem(f"\na = {{{{ {expression} }}}}", DATA)
    assert found.startswith(f"templates/main.tf.j2:2: {message}")


@pytest.mark.parametrize(
    "expression",
    [
        "env.name.__class__",
        '""["__class__"]',
        "range.__globals__",
        "self.__init__",
        "merge.__code__",
        "env.network.items.__self__",
        '"{0.__class__}".format(env.name)',
    ],
)
def test_pythons_own_names_are_refused(expression: str) -> None:
    assert 'is not for templates: names that start with "_" are Python\'s own' in problem(
        f"a = {{{{ {expression} }}}}", DATA
    )


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("env.name.upper()", '"API"'),
        ('"{}-{}".format(env.name, env.flag)', '"api-true"'),
        ('"-".join(env.zones)', '"a-b"'),
        ('env.name.replace("a", "b")', '"bpi"'),
        ("env.name[0]", '"a"'),
        ('env["items"].x', "1"),
        ("env.zones[:1]", '["a"]'),
        ("env.zones | map('upper')", '["A", "B"]'),
        ("env.network.keys()", '["cidr", "nat"]'),
        ("env.network.get('nope', 7)", "7"),
        ("env.nope | default(5)", "5"),
        ("env.nope is defined", "false"),
        ("env.number + 1", "4"),
        ("-env.number", "-3"),
        ("env.number / 2", "1.5"),
        ("2 ** 10", "1024"),
        ("'%05.1f' % 2.25", '"002.2"'),
        ("'%(x)s' % {'x': true}", '"true"'),
        ("range(3)", "[0, 1, 2]"),
        ("dict(a=1).a", "1"),
        ("prefix ~ '-alb'", '"fintech-dev-alb"'),
        ("env.flag ~ 1.0", '"true1.0"'),
        ("1e-7 ~ ''", '"0.0000001"'),
    ],
)
def test_expressions(expression: str, value: str) -> None:
    assert body(f"a = {{{{ {expression} }}}}", DATA) == f"a = {value}\n"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{ 1 // 0 }}", "division by zero"),
        ("{{ env.number % 0 }}", f"division by zero{FROM}:6:1"),
        ("{{ env.number + env.name }}", "unsupported operand type(s) for +: 'int' and 'str'"),
        ('{{ "%d" % "x" }}', "%d format: a real number is required, not str"),
        ('{{ "%s %s" % 1 }}', "not enough arguments for format string"),
        ('{{ "%(x)s-%s" % {"x": 1} }}', "a format has either %(name)s or %s, not both"),
        ("{{ env.name.index }}", 'the string has no member "index"'),
        ("{{ [] | first }}", "No first item, sequence was empty."),
        ("{{ cidrsubnet(env.network.cidr, 8) }}", "cidrsubnet() missing 1 required positional"),
        ("{{ env.name | join }}", f"join needs a list, got a string{FROM}:2:1"),
        ('{{ env.zones | map("nope") }}', 'filter "nope" is not allowed in templates'),
        ('{{ env.zones | select("nope") }}', 'test "nope" is not allowed in templates'),
        ("{{ env.zones | sort(attribute='x') }}", 'the string has no member "x"'),
        ('{{ "\\ud800" }}', "lone surrogate U+D800 cannot be written as UTF-8"),
        ("{{ env.zones ~ 1 }}", f"a list cannot stand inside a text{FROM}:3:1"),
        ("{{ env.nothing | upper }}", f"null cannot stand inside a text{FROM}:8:1"),
        ("{{ 'x'|float|int ** 'y' }}", "unsupported operand type(s) for ** or pow(): 'int' and"),
        ("{{ env.name.split('') }}", f"empty separator{FROM}:2:1"),
    ],
)
def test_whatever_a_template_raises_is_a_problem_at_its_line(source: str, message: str) -> None:
    found = problem(f"\na = {source}\n", DATA)
    assert found.startswith(f"templates/main.tf.j2:2: {message}")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("a = {{ x", "template syntax: unexpected end of template, expected 'end of print"),
        ("{% endif %}", "template syntax: Encountered unknown tag 'endif'."),
        (
            "{% autoescape false %}{% endautoescape %}",
            "template syntax: {% autoescape %} is not allowed: every value is escaped",
        ),
        ("a = {{ x | upcase }}", 'filter "upcase" is not allowed in templates\n  allowed are abs,'),
        ("a = {{ x | uper }}", 'filter "uper" is not allowed in templates\n  did you mean upper?'),
        (
            "a = {{ x | safe }}",
            'filter "safe" is not allowed in templates\n'
            "  values are never written raw: use | expr for an HCL expression\n"
            "  allowed are abs,",
        ),
        ("{% if false %}{{ x | attr('y') }}{% endif %}", 'filter "attr" is not allowed'),
        ("{% filter escape %}{% endfilter %}", 'filter "escape" is not allowed'),
        ("{{ x is callable }}", 'test "callable" is not allowed in templates\n  allowed are bool'),
        (
            "# \ue003",
            "template syntax: the character U+E003 is reserved and cannot stand in a template",
        ),
    ],
)
def test_templates_that_are_refused_before_they_run(source: str, message: str) -> None:
    assert problem(f"\n{source}").startswith(f"templates/main.tf.j2:2: {message}")


@pytest.mark.parametrize(
    "source",
    [
        "{% for i in range(10**9) %}{{ i }}{% endfor %}",
        "{% for i in range(10**30) %}{% endfor %}",
        "{% for i in range(90000) %}{% for j in range(90000) %}{% endfor %}{% endfor %}",
        '{{ "x" * 10**9 }}',
        "{{ 10**9 * 'x' }}",
        '{{ ["x"] * 10**9 }}',
        "{{ 10 ** 10 ** 10 }}",
        "{% set ns = namespace(x=9) %}{% for i in range(99999) %}{% set ns.x = ns.x * ns.x %}"
        "{% endfor %}",
        '{{ "%1000000000d" % 1 }}',
        '{{ "%s" | format("x" * 10**6) | replace("x", "y" * 10**6) }}',
        '{{ "{:>1000000000}".format(1) }}',
        '{{ ("x" * 10**6).replace("", "y" * 10**6) }}',
        "{{ [1] | batch(10**9, 0) | list }}",
        "{{ [1] | slice(10**9) | list }}",
        '{{ 4.5 | round(10**9, "ceil") }}',
        "{{ range(99999) | join('x' * 10**6) }}",
        "{% for i in range(99999) %}{{ 'x' * 10**6 }}\n{% endfor %}\n{% for i in range(99999) %}"
        "{{ i }},{{ i }},{{ i }}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        '{% include "main.tf.j2" %}',
        "{{ " + "(" * 5000 + ")" * 5000 + " }}",
    ],
)
def test_exhaustion_ends_in_an_error_soon(source: str) -> None:
    started = time.monotonic()
    assert problem(source).startswith("templates/main.tf.j2")
    assert time.monotonic() - started < 10


def test_a_reserved_character_in_a_string_constant_is_refused() -> None:
    assert "captured from the template was cut" in problem('a = {{ "\\ue000" }}')


def test_values_may_hold_reserved_characters() -> None:
    assert body("a = {{ env.x }}", {"x": "\ue0000\ue001"}) == 'a = "\\ue0000\\ue001"\n'


def test_true_false_null_are_traced_to_their_line_on_the_same_template_line() -> None:
    file = render_text("a = {{ env.flag }}\nb = {{ 5 }}\nc = {{ 1 if env.flag else 2 }}\n", DATA)
    assert file is not None
    assert {line: str(place) for line, place in file.value_lines.items()} == {
        4: "environments/dev.yaml:7:1",
        6: "environments/dev.yaml:7:1",
    }


def test_imports_are_made_anew_for_every_rendering() -> None:
    jinja = TemplateEnvironment(
        DictLoader(
            {
                "main.tf.j2": '{% import "_m.tf.j2" as m with context %}\na = "{{ m.x }}"\n',
                "_m.tf.j2": "{% set x %}<{{ env.v }}>{% endset %}",
            }
        ),
        "templates",
    )
    for value in ("one", "two"):
        file = render_text("", {"v": value}, jinja=jinja)
        assert file is not None
        assert f'a = "<{value}>"' in file.text


def test_loader_refuses_paths_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x = 1")
    folder = tmp_path / "templates"
    folder.mkdir()
    for name in ("../secret", "/etc/passwd", "a/../../secret", "a\\b", ""):
        (folder / "main.tf.j2").write_text(f'{{% include "{name}" %}}'.replace("\\", "\\\\"))
        with pytest.raises(TfgenError, match="there is no template"):
            render_text("", {}, jinja=TemplateEnvironment(TemplateFiles(folder), "templates"))


def test_template_that_is_not_utf8(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "main.tf.j2").write_bytes(b"a = 1\nb = \xff\n")
    with pytest.raises(TfgenError) as caught:
        render_text("", {}, jinja=TemplateEnvironment(TemplateFiles(folder), "templates"))
    assert str(caught.value) == (
        "templates/main.tf.j2:2: is not UTF-8 text\n  save the file as UTF-8"
    )


def test_changed_template_is_compiled_again(tmp_path: Path) -> None:
    (tmp_path / "main.tf.j2").write_text("a = 1\n")
    jinja = template_environment(tmp_path)
    assert jinja is template_environment(tmp_path)
    first = render_text("", {}, jinja=jinja)
    (tmp_path / "main.tf.j2").write_text("a = 1234\n")
    second = render_text("", {}, jinja=jinja)
    assert first is not None
    assert second is not None
    assert (first.text[-6:], second.text[-9:]) == ("a = 1\n", "a = 1234\n")


def test_compiled_templates_are_kept_and_used(tmp_path: Path) -> None:
    folder, cache = tmp_path / "templates", tmp_path / "cache"
    folder.mkdir()
    (folder / "main.tf.j2").write_text("a = {{ env.x }}\n")
    for _ in range(2):
        jinja = TemplateEnvironment(TemplateFiles(folder), "templates", cache)
        file = render_text("", {"x": 1}, jinja=jinja)
        assert file is not None
        assert file.text.endswith("a = 1\n")
    (kept,) = cache.iterdir()
    assert kept.suffix == ".jinja"
    kept.write_bytes(kept.read_bytes()[:40])
    file = render_text(
        "", {"x": 2}, jinja=TemplateEnvironment(TemplateFiles(folder), "templates", cache)
    )
    assert file is not None
    assert file.text.endswith("a = 2\n")


def test_key_of_a_compiled_template_depends_on_how_it_was_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = CompiledTemplates(tmp_path)
    before = cache.get_cache_key("a", "/x/a")
    assert before != cache.get_cache_key("a", "/y/a")
    monkeypatch.setattr("tfgen.templating.environment._COMPILED_BY", "other settings")
    assert before != cache.get_cache_key("a", "/x/a")


def test_cache_that_others_can_write_is_not_used(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    cache.chmod(0o777)
    (tmp_path / "main.tf.j2").write_text("a = 1\n")
    jinja = TemplateEnvironment(TemplateFiles(tmp_path), "templates", cache)
    assert render_text("", {}, jinja=jinja) is not None
    assert list(cache.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="needs a file where a folder should be")
def test_cache_that_cannot_be_made_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "main.tf.j2").write_text("a = 1\n")
    jinja = TemplateEnvironment(TemplateFiles(tmp_path), "templates", tmp_path / "file" / "cache")
    assert render_text("", {}, jinja=jinja) is not None
