"""The short way gives what the long way gives: the same bytes, origins and errors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.templating.support import YAML, environment, located
from tfgen.errors import TfgenError
from tfgen.hcl.skeleton_key import skeleton_key
from tfgen.templating import file as module
from tfgen.templating.environment import TemplateEnvironment
from tfgen.templating.file import RenderedFile, render_file
from tfgen.templating.memory import Memory, learnt, load_memory, save_memory

PLACES = (
    'name = "{{ env.a }}"',
    'long_name = "x-{{ env.a }}-{{ env.b }}" # {{ env.c }}',
    "size = {{ env.a }}",
    "a = {{ env.a }} # why {{ env.b }}",
    "bb = [{{ env.a }}, {{ env.b }}]",
    'block "{{ env.a }}" "fixed" {\n  x = {{ env.b }}\n  yyyy = {{ env.c }}\n}',
    "{{ env.a | string | ident }} = 1",
    "{{ env.a | string | ident }} {\n  x = 1\n}",
    "x = {\n{{ env.a }} = 1\n  other = 2\n}",
    'x = {\n"{{ env.a }}" = {{ env.b }}\n  other_name = 2\n}',
    "x = {{ env.m }}",
    "x = { inner = {{ env.m }} }",
    "x = f({{ env.m }}, {{ env.a }})",
    "x = {{ env.l }}",
    "# a comment with {{ env.a }}",
    "x = 1 /* {{ env.a }} */",
    "x = <<EOT\n  {{ env.a }} text\nEOT",
    'x = "${var.y["{{ env.a }}"]}-{{ env.b }}"',
    "x = -{{ env.a }}",
    "x = 1 - {{ env.a }}",
    "x = {{ env.a }} == {{ env.b }} ? 1 : {{ env.c }}",
    'x = var.{{ env.a | string | ident }}.y["{{ env.b }}"]',
    "x = module.service_{{ env.a }}.arn # {{ env.b }}",
    'module "m_{{ env.a }}" {\n  source = "./modules/net/{{ env.b }}"\n}',
    'x = "${ {{ env.a }} }"',
    'x = "${{ env.a }}{{ env.b }}{"',
    'variable "v" {\n  type = "{{ env.a }}"\n}',
    "{% if env.a %}\nx = 1\n{% endif %}\ny = {{ env.b }}",
    "{% for k, v in env.m.items() %}\n{{ k | ident }} = {{ v }}\n{% endfor %}",
    'x = "{{ env.a ~ env.b }}"',
    "x = {{ ('var.' ~ env.a) | expr }}",
)
PLAIN = st.text("abcdefghij-_./: 0123456789", min_size=1, max_size=12)
NAMES = st.from_regex(r"[a-z][a-z0-9_-]{2}", fullmatch=True)
HARD = st.sampled_from(
    ["", " ", "$", "${x}", "%{", 'a"b', "a\\b", "a\nb", "é", "e\u0301", "in", "for", "null", "list",
     "*/", "{", "}", "EOT", "#", "=", "\ue000", "0", "true"]
)  # fmt: skip
NUMBERS = st.sampled_from([-1, 0, 7, 10**6, 2**64, 10**200, 1.5, True, False, None])
ANYTHING = st.one_of(NAMES, PLAIN, HARD, NUMBERS)
SORTS = st.sampled_from([NAMES, NAMES, PLAIN, st.integers(0, 9), st.booleans(), ANYTHING])


@st.composite
def alike(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Data of several environments, whose values are mostly of the same sorts."""
    one, two, three, keys, items = (draw(SORTS) for _ in range(5))
    data = st.fixed_dictionaries(
        {
            "a": one,
            "b": two,
            "c": three,
            "m": st.dictionaries(st.one_of(keys.map(str), NAMES), items, min_size=2, max_size=2),
            "l": st.lists(items, max_size=2),
        }
    )
    return draw(st.lists(data, min_size=3, max_size=6))


@settings(max_examples=400, deadline=None)
@given(places=st.lists(st.sampled_from(PLACES), min_size=1, max_size=2), data=alike())
def test_both_ways_agree(places: list[str], data: list[dict[str, Any]]) -> None:
    source = "\n".join(f"w{number} {{\n{place}\n}}" for number, place in enumerate(places))
    jinja = environment({"main.tf.j2": f"{source}\n"})
    memory = Memory()
    for one in data:
        assert _outcome(jinja, one, memory) == _outcome(jinja, one, Memory())


def _outcome(jinja: TemplateEnvironment, data: dict[str, Any], memory: Memory) -> object:
    try:
        file = _rendered(jinja, data, memory)
    except TfgenError as error:
        return str(error)
    if file is None:
        return None
    assert skeleton_key(file.text) == file.skeleton
    return file.text, file.skeleton, file.sources, file.template_lines, file.value_lines


def _rendered(
    jinja: TemplateEnvironment, data: dict[str, Any], memory: Memory
) -> RenderedFile | None:
    reserved = "\\ue00" in repr(data)
    return render_file(jinja, "main.tf.j2", "", {"env": located(data)}, YAML, reserved, memory)


SERVICE = """
resource "x" "{{ env.name }}" {
  title = "{{ env.title }}"
  tags  = {{ env.tags }}
  size  = {{ env.size }} # {{ env.title }}
}
"""
FIRST = {"name": "api", "title": "The API", "tags": {"Team": "a", "Cost": "1"}, "size": 1}
OTHER = {"name": "web", "title": "The web", "tags": {"Mark": "bcd", "City": "234"}, "size": 2}


@pytest.fixture
def long_ways(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that took the long way, in order."""
    taken: list[str] = []
    real = module._long

    def noted(jinja: TemplateEnvironment, template: str, *rest: Any) -> object:
        taken.append(template)
        return real(jinja, template, *rest)

    monkeypatch.setattr(module, "_long", noted)
    return taken


def test_the_second_of_a_shape_takes_the_short_way(long_ways: list[str]) -> None:
    jinja, memory = environment({"main.tf.j2": SERVICE}), Memory()
    for data in (FIRST, OTHER, FIRST):
        assert _rendered(jinja, data, memory) is not None
    assert len(long_ways) == 1
    # The number has another width, on which the place of the comment depends.
    _rendered(jinja, {**OTHER, "size": 20}, memory)
    assert len(long_ways) == 2
    text = _rendered(jinja, OTHER, memory)
    assert text is not None
    assert text.text.partition("\n\n")[2] == (
        'resource "x" "web" {\n'
        '  title = "The web"\n'
        "  tags = {\n"
        '    Mark = "bcd"\n'
        '    City = "234"\n'
        "  }\n"
        "  size = 2 # The web\n"
        "}\n"
    )


def test_what_is_not_plain_takes_the_long_way(long_ways: list[str]) -> None:
    jinja, memory = environment({"main.tf.j2": SERVICE}), Memory()
    for title in ("plain", "plain too", "a ${b}", 'a "b"', "plain again"):
        _rendered(jinja, {**FIRST, "title": title}, memory)
    assert len(long_ways) == 3


def test_templates_without_data_are_run_once() -> None:
    jinja = environment({"main.tf.j2": "a = 1\n"})
    memory = Memory()
    first, second = (_rendered(jinja, data, memory) for data in (FIRST, OTHER))
    assert first is not None
    assert second is not None
    assert first.text == second.text
    assert list(memory.constants) == ["main.tf.j2"]


def test_a_template_that_asks_whether_data_is_there_is_run_each_time() -> None:
    source = "{% if instance is defined %}\na = 1\n{% else %}\na = 2\n{% endif %}\n"
    jinja = environment({"main.tf.j2": source})
    memory = Memory()
    texts = []
    for extra in ({}, {"instance": "api"}):
        file = render_file(jinja, "main.tf.j2", "", {"env": {}, **extra}, YAML, False, memory)
        assert file is not None
        texts.append(file.text[-6:])
    assert texts == ["a = 2\n", "a = 1\n"]


def test_shapes_are_kept_for_the_next_run(tmp_path: Path, long_ways: list[str]) -> None:
    jinja, memory = environment({"main.tf.j2": SERVICE}), load_memory(tmp_path)
    first = _rendered(jinja, FIRST, memory)
    save_memory(tmp_path, memory)
    again = load_memory(tmp_path)
    assert len(again.kept) == 1
    second = _rendered(jinja, FIRST, again)
    assert first is not None
    assert second is not None
    assert second.text == first.text
    assert second.template_lines == first.template_lines
    assert len(long_ways) == 1
    (file,) = tmp_path.glob("shapes-*.txt")
    before = file.stat().st_mtime_ns
    save_memory(tmp_path, again)
    assert file.stat().st_mtime_ns == before


@pytest.mark.parametrize("damage", [b"", b"{", b"0" * 64 + b"\nabc {}", b"\xff\xfe"])
def test_damaged_shapes_are_forgotten(tmp_path: Path, damage: bytes) -> None:
    jinja, memory = environment({"main.tf.j2": SERVICE}), Memory()
    _rendered(jinja, FIRST, memory)
    save_memory(tmp_path, memory)
    (file,) = tmp_path.glob("shapes-*.txt")
    file.write_bytes(damage)
    assert load_memory(tmp_path).kept == {}


def test_shapes_cut_short_are_forgotten(tmp_path: Path) -> None:
    jinja, memory = environment({"main.tf.j2": SERVICE}), Memory()
    _rendered(jinja, FIRST, memory)
    save_memory(tmp_path, memory)
    (file,) = tmp_path.glob("shapes-*.txt")
    file.write_bytes(file.read_bytes()[:-1])
    assert load_memory(tmp_path).kept == {}


def test_lines_of_shapes_are_plain_json() -> None:
    jinja, memory = environment({"main.tf.j2": SERVICE}), Memory()
    _rendered(jinja, FIRST, memory)
    (line,) = learnt(memory)
    key, _, data = line.partition(" ")
    assert len(key) == 64
    assert len(json.loads(data)) == 3
