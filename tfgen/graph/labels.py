"""Where the labels of lines stand: on their line, on nothing else that has to be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tfgen.graph.fonts import width
from tfgen.graph.layout import Layout, Point, Rect, frames, leaves, segments
from tfgen.graph.routes import Route

LABEL_SIZE: Final = 11
_HEIGHT: Final = 16
_STEP: Final = 8
_AROUND: Final = 3
_CROSSED: Final = 30.0
_BORDER: Final = 8.0
_BEND: Final = 12.0


@dataclass(frozen=True, slots=True)
class Label:
    """A text, the middle of which is the middle of ``rect``."""

    text: str
    rect: Rect
    route: Route


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels that found a place, and the lines whose label found none."""

    placed: tuple[Label, ...]
    homeless: tuple[Route, ...]


def place_labels(layout: Layout, routes: Sequence[Route], head: Rect) -> Labels:
    """A place for each label; ``head`` is taken already."""
    taken = [head, *(leaf.rect for leaf in leaves(layout)), *(one.text for one in frames(layout))]
    borders = [one.rect for one in frames(layout)]
    placed: list[Label] = []
    homeless: list[Route] = []
    # Short lines have the least choice.
    for route in sorted(routes, key=_length):
        if not route.edge.label:
            continue
        others = [one for one in routes if one is not route]
        best: tuple[float, Rect] | None = None
        for rect, cost in _places(route):
            if not Rect(0, 0, layout.width, layout.height).holds(rect):
                continue
            if any(rect.meets(one, _AROUND) for one in taken):
                continue
            cost += _CROSSED * sum(_is_on(rect, one.points) for one in others)
            cost += _BORDER * sum(rect.meets(one) and not one.holds(rect) for one in borders)
            if best is None or cost < best[0]:
                best = cost, rect
        if best is None:
            homeless.append(route)
            continue
        taken.append(best[1])
        placed.append(Label(route.edge.label, best[1], route))
    return Labels(tuple(placed), tuple(homeless))


def _length(route: Route) -> int:
    return sum(abs(one[0] - two[0]) + abs(one[1] - two[1]) for one, two in segments(route.points))


def _places(route: Route) -> Iterator[tuple[Rect, float]]:
    """Rectangles in the middle of a straight piece or beside it, each with its cost."""
    wide = width(route.edge.label, LABEL_SIZE, bold=True) + 8
    half = _length(route) / 2
    passed = 0
    for (x1, y1), (x2, y2) in segments(route.points):
        long = abs(x1 - x2) + abs(y1 - y2)
        upright = x1 == x2
        for along in range(_STEP, long, _STEP):
            x = x1 + (along if x2 > x1 else -along if x2 < x1 else 0)
            y = y1 + (along if y2 > y1 else -along if y2 < y1 else 0)
            off = abs(passed + along - half) / 8
            needs = (_HEIGHT if upright else wide) / 2 + 4
            crowded = 0.0 if min(along, long - along) >= needs else _BEND
            yield _around(x, y, wide), off + crowded
            if upright:
                yield _around(x + wide // 2 + 4, y, wide), off + 6
                yield _around(x - wide // 2 - 4, y, wide), off + 6
            else:
                yield _around(x, y - _HEIGHT // 2 - 3, wide), off + 6
                yield _around(x, y + _HEIGHT // 2 + 3, wide), off + 6
        passed += long


def _around(x: int, y: int, wide: int) -> Rect:
    return Rect(x - wide // 2, y - _HEIGHT // 2, wide, _HEIGHT)


def _is_on(rect: Rect, points: Sequence[Point]) -> bool:
    for (x1, y1), (x2, y2) in segments(points):
        line = Rect(min(x1, x2), min(y1, y2), abs(x1 - x2), abs(y1 - y2))
        if rect.meets(line, 2):
            return True
    return False
