"""SVG: well-formed, self-contained, the same every time, and nothing on top of anything."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.graph.browser import answer
from tests.graph.pictures import SHIPPED, drawn, shipped
from tests.graph.test_compose import IN, NETWORK, OUT, PROVIDER
from tfgen.graph.fonts import width
from tfgen.graph.labels import place_labels
from tfgen.graph.layout import Rect, frames, lay_out, leaves
from tfgen.graph.picture import Box, Edge, Picture
from tfgen.graph.routes import route
from tfgen.graph.svg import svg

EVIL = "</text><script>alert(1)</script>&amp;\"'\x1b\u202e]]>"
NAMESPACE = "{http://www.w3.org/2000/svg}"


def evil() -> Picture:
    """A picture of texts that want to be something else, long and wide ones among them."""
    texts = (EVIL, "漢字漢字漢字漢字", "W" * 60, "😀" * 12, "ﷺ" * 4, "e\u0301" * 30)
    boxes = tuple(
        Box(f"b{number}", "compute", text, (text, "iIl|.,")) for number, text in enumerate(texts)
    )
    joined = tuple(Edge("b0", f"b{number}", EVIL[:12], "flow") for number in range(1, 6))
    frame = Box("frame", "account", EVIL, (EVIL,), boxes[:4], "row")
    return Picture(EVIL, EVIL, ((frame,), boxes[4:]), joined)


PICTURES: dict[str, Callable[[], Picture]] = {
    **{name or "all": partial(shipped, name) for name in SHIPPED},
    "all in full": partial(shipped, "", full=True),
    "evil": evil,
    "hand-written": partial(drawn, PROVIDER + NETWORK + OUT + IN),
}


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_is_well_formed_and_needs_nothing_else(name: str) -> None:
    text = svg(PICTURES[name]())
    tree = ET.fromstring(text)  # noqa: S314 - our own text
    assert tree.tag == f"{NAMESPACE}svg"
    assert not re.search(r"href|url\(|@import|<script|<image|foreignObject", text)
    ids = {element.get("id") for element in tree.iter()}
    assert set((tree.get("aria-labelledby") or "").split()) <= ids
    assert tree.findtext(f"{NAMESPACE}title")
    assert tree.findtext(f"{NAMESPACE}desc")
    assert "prefers-color-scheme:dark" in text


def test_every_box_is_there_as_text() -> None:
    tree = ET.fromstring(svg(shipped("prod")))  # noqa: S314 - our own text
    texts = [element.text for element in tree.iter(f"{NAMESPACE}text")]
    for box in shipped("prod").boxes():
        assert all(line in texts for line in (box.title, *box.lines) if line)


def test_the_description_says_what_the_picture_shows() -> None:
    assert (
        "fintech-dev-api may reach fintech-dev-postgres (5432). "
        "fintech-dev-worker may reach fintech-dev-postgres (5432)."
    ) in shipped("dev").description


def test_is_the_same_every_time() -> None:
    first = svg(drawn(PROVIDER + NETWORK + OUT + IN))
    assert first == svg(drawn(PROVIDER + NETWORK + OUT + IN))
    assert svg(shipped("dev")) == svg(shipped("dev"))


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_nothing_stands_on_top_of_anything(name: str) -> None:
    found = PICTURES[name]()
    layout = lay_out(found, 3, 32)
    routes = route(layout, found.edges)
    labels = place_labels(layout, routes, Rect(0, 0, 1, 1))
    rects = [
        *(one.rect for one in leaves(layout)),
        *(one.text for one in frames(layout)),
        *(one.rect for one in labels.placed),
    ]
    assert not [pair for pair in combinations(rects, 2) if pair[0].meets(pair[1])]
    for one in layout.boxes.values():
        assert all(layout.boxes[name].rect.holds(one.rect) for name in one.parents)
    assert len(labels.placed) + len(labels.homeless) == sum(1 for edge in found.edges if edge.label)


@pytest.mark.parametrize("name", SHIPPED)
def test_lines_go_around_boxes(name: str) -> None:
    layout = lay_out(shipped(name), 3, 32)
    for one in route(layout, shipped(name).edges):
        for (x1, y1), (x2, y2) in zip(one.points, one.points[1:], strict=False):
            assert x1 == x2 or y1 == y2, "lines are upright or level"
            line = Rect(min(x1, x2), min(y1, y2), abs(x1 - x2), abs(y1 - y2))
            for leaf in leaves(layout):
                inner = Rect(
                    leaf.rect.x + 1, leaf.rect.y + 1, leaf.rect.width - 2, leaf.rect.height - 2
                )
                assert not line.meets(inner)


def test_a_label_without_a_place_is_said_below() -> None:
    boxes = tuple(Box(name, "compute", name) for name in ("a", "b"))
    joined = tuple(Edge("a", "b", f"label {number} " * 12, "flow") for number in range(4))
    text = svg(Picture("crowded", "", (boxes,), joined))
    for number in range(4):
        assert text.count((f"label {number} " * 12).strip()) == 1


def test_widths_are_those_of_the_widest_font() -> None:
    assert width("iIl", 100) < width("WWW", 100)
    assert width("name", 100) < width("name", 100, bold=True)
    assert width("漢字", 100) >= 200


SCRIPT = """
const bad = [], taken = [];
const box = element => { const b = element.getBBox(); return [b.x, b.y, b.x + b.width, b.y + b.height]; };
const root = document.querySelector('svg').viewBox.baseVal;
for (const group of document.querySelectorAll('g.leaf, g.frame, g.label')) {
  const rect = box(group.querySelector('rect'));
  for (const text of group.querySelectorAll('text')) {
    const b = box(text);
    if (b[0] < rect[0] || b[1] < rect[1] || b[2] > rect[2] || b[3] > rect[3])
      bad.push(['leaves its box', text.textContent, b, rect]);
    taken.push([text.textContent, b, group]);
  }
  if (rect[2] > root.width || rect[3] > root.height) bad.push(['leaves the page', rect]);
}
for (const text of document.querySelectorAll('text.note, text.heading')) {
  const b = box(text);
  if (b[2] > root.width || b[3] > root.height) bad.push(['leaves the page', text.textContent]);
  taken.push([text.textContent, b, text]);
}
for (let i = 0; i < taken.length; i++) for (let j = 0; j < i; j++) {
  const [, a, one] = taken[i], [, b, two] = taken[j];
  if (one === two) continue;
  if (a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3])
    bad.push(['overlap', taken[i][0], taken[j][0]]);
}
return {texts: taken.length, bad: bad};
"""  # noqa: E501


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_a_browser_shows_every_text_inside_its_box(name: str, tmp_path: Path) -> None:
    text = svg(PICTURES[name]())
    found: dict[str, Any] = answer(tmp_path, text, SCRIPT)
    assert found["bad"] == []
    assert found["texts"] == len(re.findall(r"<text ", text))
