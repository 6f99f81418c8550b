from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.templating.support import body, problem
from tfgen.errors import Location
from tfgen.misuse import MisuseError
from tfgen.templating.holes import (
    CURRENT,
    MARK_CLOSE,
    MARK_OPEN,
    Captured,
    Hole,
    Rendering,
    joined,
    plain,
    scalar_text,
)
from tfgen.templating.located import LocatedStr, location_of

WHERE = Location("templates/main.tf.j2", 1)
YAML = Location("environments/dev.yaml", 7)


@pytest.fixture
def rendering() -> Iterator[Rendering]:
    rendering = Rendering()
    token = CURRENT.set(rendering)
    yield rendering
    CURRENT.reset(token)


def test_captured_text_reads_as_the_text_its_values_give(rendering: Rendering) -> None:
    mark = f"{MARK_OPEN}main.tf.j2:3{MARK_CLOSE}"
    text = Captured(f"{mark}<{rendering.add(Hole('api', WHERE, source=YAML))!s}>")
    assert text == "<api>"
    assert "<api>" == text  # noqa: SIM300 - the other side must compare too
    assert text != "<0>"
    assert hash(text) == hash("<api>")
    assert len(text) == 5
    assert "api" in text
    assert list(text) == ["<", "a", "p", "i", ">"]
    assert text[1] == "a"
    assert text < "<apj>"
    keyed: dict[str, int] = {text: 1}
    assert keyed["<api>"] == 1
    assert not Captured(rendering.add(Hole("", WHERE)))
    assert location_of(text.plain()) == YAML


def test_joining_keeps_holes_only_with_captured_text(rendering: Rendering) -> None:
    value = LocatedStr("x", YAML)
    assert joined(["a", value, True, 3]) == "axtrue3"
    assert location_of(joined(["a", value])) == YAML
    assert rendering.holes == []
    both = joined([Captured("<"), value])
    assert isinstance(both, Captured)
    assert [hole.value for hole in rendering.holes] == ["x"]
    assert both == "<x"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (False, "false"),
        (3, "3"),
        (1.5, "1.5"),
        (1.0, "1.0"),
        (1e-7, "0.0000001"),
        (1e22, "10000000000000000000000"),
        ("x", "x"),
    ],
)
def test_scalars_as_text(value: object, text: str) -> None:
    assert scalar_text(value) == text


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "null cannot stand inside a text"),
        ([1], "a list cannot stand inside a text"),
        ({}, "a map cannot stand inside a text"),
        (float("nan"), "nan is not a number that HCL knows"),
        (float("-inf"), "-inf is not a number that HCL knows"),
        (object(), "a value of type object cannot stand inside a text"),
    ],
)
def test_what_is_no_text(value: object, message: str) -> None:
    with pytest.raises(MisuseError) as caught:
        scalar_text(value)
    assert caught.value.message == message


def test_plain_reads_iterators_and_flattens_captured_text(rendering: Rendering) -> None:
    text = Captured(f"<{rendering.add(Hole(5, WHERE))!s}>")
    assert plain({"a": [text, (1, 2)], text: iter([text])}) == {
        "a": ["<5>", [1, 2]],
        "<5>": ["<5>"],
    }


def test_plain_refuses_functions_and_endless_iterators(rendering: Rendering) -> None:
    from itertools import count

    assert rendering.holes == []
    with pytest.raises(MisuseError, match='"len" is a function here, not a value'):
        plain(len)
    with pytest.raises(MisuseError, match="a list of more than 100000 items"):
        plain(count())


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ('{% set x %}{{ env.v }}-y{% endset %}a = "{{ x }}"', 'a = "q-y"'),
        ("{% set x %}{{ env.v }}-y{% endset %}a = {{ x == 'q-y' }}", "a = true"),
        ("{% set x %}{{ env.v }}-y{% endset %}a = {{ x in ['q-y'] }}", "a = true"),
        ("{% set x %}{{ env.v }}-y{% endset %}a = {{ {x: 1}['q-y'] }}", "a = 1"),
        ("{% set x %}{{ env.v }}-y{% endset %}a = {{ {'q-y': 1}[x] }}", "a = 1"),
        ("{% set x %}{{ env.v }}-y{% endset %}a = {{ x | upper }}", 'a = "Q-Y"'),
        ("{% set x %}{{ env.v }}-y{% endset %}a = {{ x.split('-') }}", 'a = ["q", "y"]'),
        ("{% set x %}{{ env.v }}-y{% endset %}a = {{ x | length }}", "a = 3"),
        ("{% set x %}{{ env.v }}-y{% endset %}a = {{ x[0] }}", 'a = "q"'),
        ("{% set x %}{{ env.v }}-y{% endset %}a = {{ x | list | last }}", 'a = "y"'),
        ("{% set x %}{{ env.v }}-y{% endset %}a = {{ x | json }}", 'a = "\\"q-y\\""'),
        ("{% set x %}{{ env.v }}-y{% endset %}a = {{ x | replace('q', '$') }}", 'a = "$-y"'),
        ("{% set x %}{{ env.v }}0{% endset %}a = {{ x | replace('0', '1') }}", 'a = "q1"'),
        ("{% set x %}{{ env.v }}-y{% endset %}a = {{ '%.2s|' | format(x) }}", 'a = "q-|"'),
        ("{% set x %}{{ env.v }}-y{% endset %}a = {{ '%.2s|' % x }}", 'a = "q-|"'),
        ("{% set x %}{{ env.v }}-y{% endset %}a = {{ '{:.2}|'.format(x) }}", 'a = "q-|"'),
        ("{% set x %}{{ env.v }}{% endset %}a = {{ short_hash(x) }}", 'a = "22ea1c64"'),
        ("{% set x %}{{ env.v }}{% endset %}a = {{ short_hash('q') }}", 'a = "22ea1c64"'),
        ('{% set x %}{{ env.v }}{% endset %}a = "{{ x + "!" }}"', 'a = "q!"'),
        ('{% set x %}{{ env.v }}{% endset %}a = "{{ [x, env.v] | join("+") }}"', 'a = "q+q"'),
        ('{% set x %} {{ env.v }} {% endset %}a = "{{ x | trim }}"', 'a = "q"'),
        ("{% set x %}{% endset %}a = {{ 1 if x else 2 }}", "a = 2"),
        ("{% macro f(x) %}{{ x }}{% endmacro %}{% if f(env.v) == 'q' %}a = 1{% endif %}", "a = 1"),
        ("{% set x %}b = {{ env.v }}{% endset %}a {\n{{ x }}\n}", 'a {\n  b = "q"\n}'),
        ("{% filter upper %}{{ env.v }}{% endfilter %} = 1", "Q = 1"),
        ("{% block x %}a = {{ env.v }}{% endblock %}", 'a = "q"'),
    ],
)
def test_captured_text_in_templates(template: str, text: str) -> None:
    assert body(template, {"v": "q"}) == f"{text}\n"


def test_too_many_values() -> None:
    source = "{% for i in range(99999) %}{{ i }}{{ i }}{{ i }}{% endfor %}"
    assert problem(source) == "templates/main.tf.j2:1: more than 200000 values in one file"
