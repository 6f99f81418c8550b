"""How lines run between boxes: straight pieces around everything that has text.

Each line takes the cheapest way on a grid. Bends, crossings and the inside of frames that it has
no business in cost extra; running on top of another line costs so much that it happens only where
there is no other way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from typing import Final, TypeAlias

from tfgen.graph.layout import CELL, Layout, Placed, Point, Rect, frames, leaves
from tfgen.graph.picture import Edge

Direction: TypeAlias = int

# Right, down, left, up: the opposite of one is two further.
_STEPS: Final = ((1, 0), (0, 1), (-1, 0), (0, -1))
_BEND: Final = 5.0
_CROSSING: Final = 4.0
_ON_TOP: Final = 60.0
_FOREIGN: Final = 1.5
_OFF_CENTRE: Final = 0.15
_MOST_OFF: Final = 1.5
_HALF: Final = CELL // 2


@dataclass(frozen=True, slots=True)
class Route:
    """An edge and the corners of its line, from border to border."""

    edge: Edge
    points: tuple[Point, ...]


def route(layout: Layout, edges: Iterable[Edge]) -> tuple[Route, ...]:
    """A line for each edge, short ones first, in the order of the edges."""
    wanted = list(edges)
    grid = _Grid(layout)
    found: dict[int, Route] = {}
    order = sorted(
        range(len(wanted)),
        key=lambda number: (_distance(layout, wanted[number]), number),
    )
    for number in order:
        edge = wanted[number]
        points = grid.way(layout.boxes[edge.source], layout.boxes[edge.target])
        found[number] = Route(edge, points)
    return tuple(found[number] for number in range(len(wanted)))


def _distance(layout: Layout, edge: Edge) -> int:
    one, other = layout.boxes[edge.source].rect, layout.boxes[edge.target].rect
    across = max(one.x - other.right, other.x - one.right, 0)
    return across + max(one.y - other.bottom, other.y - one.bottom, 0)


class _Grid:
    """The points that lines may take, and the lines so far."""

    def __init__(self, layout: Layout) -> None:
        self.columns, self.rows = layout.width // CELL, layout.height // CELL
        self.blocked = bytearray(self.columns * self.rows)
        self.owner: list[str] = [""] * (self.columns * self.rows)
        # By orientation of the line: horizontal, vertical; and where lines bend.
        self.used = (bytearray(self.columns * self.rows), bytearray(self.columns * self.rows))
        self.bends = bytearray(self.columns * self.rows)
        for frame in frames(layout):
            for point in self._inside(frame.rect):
                self.owner[point] = frame.box.name
            for point in self._inside(frame.text):
                self.blocked[point] = 1
        for leaf in leaves(layout):
            for point in self._inside(leaf.rect):
                self.blocked[point] = 1

    def _inside(self, rect: Rect) -> Iterator[int]:
        for y in range(max(rect.y // CELL, 0), min(-(-rect.bottom // CELL), self.rows)):
            for x in range(max(rect.x // CELL, 0), min(-(-rect.right // CELL), self.columns)):
                yield y * self.columns + x

    def _ports(self, placed: Placed) -> Iterator[tuple[int, Direction, float]]:
        """Points beside a box: the way out of the box there, and how far from the middle it is."""
        rect = placed.rect
        left, upper = rect.x // CELL, rect.y // CELL
        right, lower = rect.right // CELL, rect.bottom // CELL
        wide, tall = range(left, right), range(upper, lower)
        sides: tuple[tuple[Direction, Sequence[Point]], ...] = (
            (1, [(x, lower) for x in wide]),
            (3, [(x, upper - 1) for x in wide]),
            (0, [(right, y) for y in tall]),
            (2, [(left - 1, y) for y in tall]),
        )
        for direction, points in sides:
            middle = (len(points) - 1) / 2
            for number, (x, y) in enumerate(points):
                if len(points) > 2 and number in (0, len(points) - 1):
                    continue  # A line at the corner looks like one that passes by.
                if 0 <= x < self.columns and 0 <= y < self.rows:
                    point = y * self.columns + x
                    yield point, direction, min(abs(number - middle) * _OFF_CENTRE, _MOST_OFF)

    def way(self, source: Placed, target: Placed) -> tuple[Point, ...]:
        """The cheapest way, which later lines keep clear of."""
        allowed = {"", *source.parents, *target.parents}
        closed = {
            point for end in (source, target) if not end.is_leaf for point in self._inside(end.rect)
        }
        goals: dict[int, tuple[Direction, float]] = {}
        for point, out, extra in self._ports(target):
            # A corner of the grid lies at one side of a box only.
            if not self.blocked[point] and point not in closed:
                goals[point] = ((out + 2) % 4, extra)
        path = self._search(source, goals, allowed, closed)
        if not path:
            return _straight(source.rect, target.rect)
        self._take(path)
        points = [self._pixel(point) for point, _ in path]
        first, last = path[0], path[-1]
        end = goals[last[0]][0]
        return _corners([_moved(points[0], (first[1] + 2) % 4), *points, _moved(points[-1], end)])

    def _search(
        self,
        source: Placed,
        goals: dict[int, tuple[Direction, float]],
        allowed: set[str],
        closed: set[int],
    ) -> list[tuple[int, Direction]]:
        columns = self.columns
        steps = (1, columns, -1, -columns)
        xs = [point % columns for point in goals]
        ys = [point // columns for point in goals]
        if not xs:
            return []
        left, right, upper, lower = min(xs), max(xs), min(ys), max(ys)

        def least(point: int) -> int:
            x, y = point % columns, point // columns
            return max(left - x, x - right, 0) + max(upper - y, y - lower, 0)

        best: dict[tuple[int, Direction], float] = {}
        before: dict[tuple[int, Direction], tuple[int, Direction] | None] = {}
        queue: list[tuple[float, int, float, int, Direction, int, Direction]] = []
        count = 0
        for point, out, extra in self._ports(source):
            if self.blocked[point] or point in closed:
                continue
            cost = extra + self._on(point, out)
            heappush(queue, (cost + least(point), count, cost, point, out, -1, 0))
            count += 1
        ends: tuple[float, tuple[int, Direction]] | None = None
        while queue:
            guess, _, cost, point, direction, earlier, earlier_direction = heappop(queue)
            if ends is not None and guess >= ends[0]:
                break
            state = (point, direction)
            if state in best:
                continue
            best[state] = cost
            before[state] = None if earlier < 0 else (earlier, earlier_direction)
            if point in goals:
                into, extra = goals[point]
                if (into + 2) % 4 != direction:
                    total = cost + extra
                    if into != direction:
                        total += _BEND + self._on(point, into)
                    if ends is None or total < ends[0]:
                        ends = (total, state)
            x = point % columns
            for turn in (0, 1, 3):
                new = (direction + turn) % 4
                if (new == 0 and x == columns - 1) or (new == 2 and x == 0):
                    continue
                there = point + steps[new]
                if not 0 <= there < len(self.blocked) or self.blocked[there] or there in closed:
                    continue
                if (there, new) in best:
                    continue
                more = cost + 1 + self._on(there, new)
                if turn:
                    more += _BEND + self._on(point, new)
                if self.owner[there] not in allowed:
                    more += _FOREIGN
                heappush(
                    queue,
                    (more + least(there), count, more, there, new, point, direction),
                )
                count += 1
        if ends is None:
            return []
        path: list[tuple[int, Direction]] = []
        at: tuple[int, Direction] | None = ends[1]
        while at is not None:
            path.append(at)
            at = before[at]
        path.reverse()
        return path

    def _on(self, point: int, direction: Direction) -> float:
        """What it costs to be on a point in a direction, with other lines there."""
        cost = 0.0
        orientation = direction % 2
        if self.used[orientation][point] or self.bends[point]:
            cost += _ON_TOP
        if self.used[1 - orientation][point]:
            cost += _CROSSING
        return cost

    def _take(self, path: Sequence[tuple[int, Direction]]) -> None:
        previous: Direction | None = None
        for index, (point, direction) in enumerate(path):
            self.used[direction % 2][point] = 1
            if previous is not None and previous != direction:
                corner = path[index - 1][0]
                self.bends[corner] = 1
            previous = direction

    def _pixel(self, point: int) -> Point:
        return point % self.columns * CELL + _HALF, point // self.columns * CELL + _HALF


def _moved(point: Point, direction: Direction) -> Point:
    """Half a cell further: from a point to the border beside it."""
    x, y = _STEPS[direction]
    return point[0] + x * _HALF, point[1] + y * _HALF


def _corners(points: Sequence[Point]) -> tuple[Point, ...]:
    """The points without those in the middle of straight pieces."""
    found: list[Point] = [points[0]]
    for here, after in pairwise(points[1:]):
        before = found[-1]
        if (before[0] == here[0] == after[0]) or (before[1] == here[1] == after[1]):
            continue
        found.append(here)
    return (*found, points[-1])


def _straight(source: Rect, target: Rect) -> tuple[Point, ...]:
    """From middle to middle, where there is no way around."""
    return (
        (source.x + source.width // 2, source.y + source.height // 2),
        (target.x + target.width // 2, target.y + target.height // 2),
    )
