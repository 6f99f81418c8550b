"""Picture -> SVG, laid out here; text stays text, and nothing outside of the file is needed.

Colours stand in a style sheet of the file, with others for a dark scheme. Everything has its own
background, so that the page around it does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final, TypeAlias

from tfgen.graph.fonts import FAMILY, width
from tfgen.graph.labels import LABEL_SIZE, Labels, place_labels
from tfgen.graph.layout import (
    INSET,
    LINE,
    TEXT_SIZE,
    TITLE_SIZE,
    Layout,
    Placed,
    Point,
    Rect,
    frames,
    lay_out,
    leaves,
)
from tfgen.graph.picture import MEANINGS, Edge, EdgeKind, Picture
from tfgen.graph.routes import Route, route

Scheme: TypeAlias = dict[str, str | tuple[str, str]]
"""Colours of lines and texts, and for boxes of the inside and the border."""

_HEADING: Final = 18
_TOP: Final = 32
_GAPS: Final = (3, 4, 6)
"""Cells between boxes: more where labels find no place."""
_ROUND: Final = 6
_LIGHT: Final[Scheme] = {
    "page": "#ffffff",
    "ink": "#1f2328",
    "soft": "#57606a",
    "account": ("#f6f8fa", "#57606a"),
    "vpc": ("#f3f0ff", "#6e40c9"),
    "zone": ("#fbfaff", "#a593d6"),
    "group": ("#ffffff", "#d0d7de"),
    "subnet": ("#eaf5ff", "#54aeff"),
    "balancer": ("#f3e8ff", "#8250df"),
    "compute": ("#fff3e0", "#bc6a00"),
    "database": ("#e3f0ff", "#0969da"),
    "bucket": ("#e6f6ea", "#1a7f37"),
    "registry": ("#fff3e0", "#9a6700"),
    "role": ("#ffebe9", "#cf222e"),
    "outside": ("#f6f8fa", "#1f2328"),
    "flow": "#0550ae",
    "assume": "#cf222e",
    "image": "#7d4e00",
    "peering": "#6e40c9",
}
_DARK: Final[Scheme] = {
    "page": "#0d1117",
    "ink": "#e6edf3",
    "soft": "#9ba5b0",
    "account": ("#151b23", "#8d96a0"),
    "vpc": ("#1c1730", "#a371f7"),
    "zone": ("#211c38", "#6e5aa8"),
    "group": ("#1b222b", "#3d444d"),
    "subnet": ("#10233a", "#388bfd"),
    "balancer": ("#2b1a45", "#bc8cff"),
    "compute": ("#33230a", "#db9a37"),
    "database": ("#0f2747", "#58a6ff"),
    "bucket": ("#0f2a17", "#3fb950"),
    "registry": ("#2f2509", "#d29922"),
    "role": ("#3a1518", "#ff7b72"),
    "outside": ("#151b23", "#e6edf3"),
    "flow": "#79c0ff",
    "assume": "#ff9b94",
    "image": "#e0b060",
    "peering": "#c297ff",
}
_DASHES: Final[dict[EdgeKind, str]] = {"assume": "7 4", "image": "2 4"}
_WIDTHS: Final[dict[EdgeKind, str]] = {"peering": "3"}


def svg(picture: Picture) -> str:
    """The picture as one SVG document, the same for the same picture."""
    layout, routes, labels = _laid_out(picture)
    legend = _Legend(picture.edges, labels.homeless, layout)
    wide = max(layout.width, legend.width, width(picture.title, _HEADING, bold=True) + 96)
    high = layout.height + legend.height
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" '
            f'width="{wide}" height="{high}" role="img" aria-labelledby="title description">',
            f'<title id="title">{_text(picture.title)}</title>',
            f'<desc id="description">{_text(picture.description)}</desc>',
            f"<style>{_style()}</style>",
            f'<rect class="page" width="{wide}" height="{high}" rx="8"/>',
            f'<text class="heading" x="48" y="44">{_text(picture.title)}</text>',
            *(_frame(one) for one in frames(layout)),
            *(line for one in routes for line in _line(one)),
            *(_leaf(one) for one in leaves(layout)),
            *_labels(labels),
            *legend.lines(layout.height),
            "</svg>",
            "",
        ]
    )


def _laid_out(picture: Picture) -> tuple[Layout, tuple[Route, ...], Labels]:
    """The tightest layout in which every label finds a place, else the widest."""
    head = Rect(48, 24, width(picture.title, _HEADING, bold=True), 28)
    for gap in _GAPS:
        layout = lay_out(picture, gap, _TOP)
        routes = route(layout, picture.edges)
        labels = place_labels(layout, routes, head)
        if not labels.homeless:
            break
    return layout, routes, labels


# Boxes


def _frame(placed: Placed) -> str:
    return _box(placed, "frame")


def _leaf(placed: Placed) -> str:
    return _box(placed, "leaf")


def _box(placed: Placed, shape: str) -> str:
    box, rect = placed.box, placed.rect
    x, y = rect.x + INSET, rect.y + 8 + TITLE_SIZE - 1
    texts = [f'<text class="title" x="{x}" y="{y}">{_text(box.title)}</text>']
    texts += (
        f'<text x="{x}" y="{y + LINE * number}">{_text(line)}</text>'
        for number, line in enumerate(box.lines, 1)
    )
    return (
        f'<g class="{shape} {box.kind}" id="{escape(box.name)}"><rect x="{rect.x}" y="{rect.y}" '
        f'width="{rect.width}" height="{rect.height}" rx="6"/>{"".join(texts)}</g>'
    )


# Lines


def _line(drawn: Route) -> Iterator[str]:
    edge, points = drawn.edge, drawn.points
    yield f'<g class="line {edge.kind}"><path d="{_path(points)}"/>'
    yield f"{_arrow(points[-2], points[-1])}"
    if edge.two_way:
        yield f"{_arrow(points[1], points[0])}"
    yield "</g>"


def _path(points: Sequence[Point]) -> str:
    """Straight pieces with round corners."""
    parts = [f"M{points[0][0]} {points[0][1]}"]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        start, end = _towards(here, before), _towards(here, after)
        parts.append(f"L{start[0]} {start[1]}Q{here[0]} {here[1]} {end[0]} {end[1]}")
    parts.append(f"L{points[-1][0]} {points[-1][1]}")
    return "".join(parts)


def _towards(here: Point, there: Point) -> Point:
    x, y = there[0] - here[0], there[1] - here[1]
    reach = min(_ROUND, (abs(x) + abs(y)) // 2)
    return here[0] + _sign(x) * reach, here[1] + _sign(y) * reach


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _arrow(before: Point, tip: Point) -> str:
    x, y = _sign(tip[0] - before[0]), _sign(tip[1] - before[1])
    base = tip[0] - 8 * x, tip[1] - 8 * y
    one = base[0] + 4 * y, base[1] + 4 * x
    two = base[0] - 4 * y, base[1] - 4 * x
    corners = " ".join(f"{point[0]},{point[1]}" for point in (tip, one, two))
    return f'<polygon points="{corners}"/>'


def _labels(labels: Labels) -> Iterator[str]:
    for label in labels.placed:
        rect = label.rect
        x, y = rect.x + rect.width // 2, rect.y + rect.height - 4
        yield (
            f'<g class="label {label.route.edge.kind}"><rect x="{rect.x}" y="{rect.y}" '
            f'width="{rect.width}" height="{rect.height}" rx="4"/>'
            f'<text x="{x}" y="{y}">{_text(label.text)}</text></g>'
        )


class _Legend:
    """What lines mean, and what is said of those whose label found no place."""

    def __init__(self, edges: Iterable[Edge], homeless: Iterable[Route], layout: Layout) -> None:
        present = {edge.kind for edge in edges}
        self.kinds = [kind for kind in MEANINGS if kind in present]
        titles = {name: one.box.title for name, one in layout.boxes.items()}
        self.notes = [
            f"{titles[one.edge.source]} → {titles[one.edge.target]}: {one.edge.label}"
            for one in homeless
        ]
        texts = [MEANINGS[kind] for kind in self.kinds] + self.notes
        self.width = 96 + 56 + max((width(text, TEXT_SIZE) for text in texts), default=0)
        self.height = 20 * len(texts) + 24 if texts else 0

    def lines(self, top: int) -> Iterator[str]:
        y = top
        for kind in self.kinds:
            yield (
                f'<g class="line {kind}"><path d="M48 {y}L88 {y}"/>'
                f"{_arrow((48, y), (88, y))}</g>"
                f'<text class="note" x="100" y="{y + 4}">{_text(MEANINGS[kind])}</text>'
            )
            y += 20
        for note in self.notes:
            yield f'<text class="note" x="48" y="{y + 4}">{_text(note)}</text>'
            y += 20


# Text and style


def _text(text: str) -> str:
    """Text as XML writes it, without the characters that XML does not know."""
    known = "".join(char if char.isprintable() or char == " " else "�" for char in text)
    return escape(known)


def _style() -> str:
    rules = [
        f"text{{font:{TEXT_SIZE}px {FAMILY}}}",
        f".title{{font:bold {TITLE_SIZE}px {FAMILY}}}",
        f".heading{{font:bold {_HEADING}px {FAMILY}}}",
        f".label text{{font:bold {LABEL_SIZE}px {FAMILY};text-anchor:middle}}",
        ".line path{fill:none;stroke-width:1.5}",
        ".zone>rect,.group>rect{stroke-dasharray:4 3}",
    ]
    for kind, dash in _DASHES.items():
        rules.append(f".line.{kind} path{{stroke-dasharray:{dash}}}")
    for kind, line_width in _WIDTHS.items():
        rules.append(f".line.{kind} path{{stroke-width:{line_width}}}")
    dark = "".join(_colours(_DARK))
    rules += [*_colours(_LIGHT), f"@media (prefers-color-scheme:dark){{{dark}}}"]
    return "".join(rules)


def _colours(scheme: Scheme) -> Iterator[str]:
    yield f".page{{fill:{scheme['page']}}}"
    yield f"text{{fill:{scheme['soft']}}}"
    yield f".title,.heading{{fill:{scheme['ink']}}}"
    for name, colour in scheme.items():
        if isinstance(colour, tuple):
            yield f".{name}>rect{{fill:{colour[0]};stroke:{colour[1]}}}"
    yield f".label>rect{{fill:{scheme['page']};stroke:none}}"
    for kind in MEANINGS:
        yield f".line.{kind} path{{stroke:{scheme[kind]}}}"
        yield f".line.{kind} polygon,.label.{kind} text{{fill:{scheme[kind]}}}"
