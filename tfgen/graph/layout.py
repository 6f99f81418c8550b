"""Where boxes stand: sizes from the text in them, everything on a grid that leaves room for lines.

Boxes begin and end on multiples of :data:`CELL`; lines run half a cell beside those, and so never
along a border.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

from tfgen.graph.fonts import width
from tfgen.graph.picture import Box, Picture

Point: TypeAlias = tuple[int, int]

CELL: Final = 16
TITLE_SIZE: Final = 13
TEXT_SIZE: Final = 12
LINE: Final = 16
"""Height of a line of text."""
INSET: Final = 12
"""From the side of a box to its text."""
_MARGIN: Final = 3 * CELL
_LEAST: Final = 6 * CELL


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The x of the right side."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The y of the lower side."""
        return self.y + self.height

    def meets(self, other: Rect, distance: int = 0) -> bool:
        """Whether the two overlap, or are nearer than ``distance``."""
        return (
            self.x < other.right + distance
            and other.x < self.right + distance
            and self.y < other.bottom + distance
            and other.y < self.bottom + distance
        )

    def holds(self, other: Rect) -> bool:
        """Whether the other lies inside."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.right <= self.right
            and other.bottom <= self.bottom
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """A box with its place; ``parents`` are the boxes around it, the outermost first."""

    box: Box
    rect: Rect
    parents: tuple[str, ...]

    @property
    def is_leaf(self) -> bool:
        """Whether there is nothing in it but text."""
        return not self.box.children

    @property
    def text(self) -> Rect:
        """Where its text stands."""
        inner = text_width(self.box)
        return Rect(self.rect.x + INSET, self.rect.y + 8, inner, LINE * _count(self.box))


@dataclass(frozen=True, slots=True)
class Layout:
    """All boxes by name, outer ones first, and the size of what they take."""

    boxes: Mapping[str, Placed]
    width: int
    height: int


def is_frameless(box: Box) -> bool:
    """Whether a box only keeps its children together."""
    return not box.title


def text_width(box: Box) -> int:
    """The widest line of a box's own text."""
    return max(
        width(box.title, TITLE_SIZE, bold=True),
        *(width(line, TEXT_SIZE) for line in box.lines),
        0,
    )


def lay_out(picture: Picture, gap: int, top: int) -> Layout:
    """Place every box; ``gap`` cells lie between neighbours, ``top`` pixels stay free above."""
    sizes = {box.name: _size(box, gap) for row in picture.rows for box in row}
    between = (gap + 1) * CELL
    widths = [
        sum(sizes[box.name][0] for box in row) + between * (len(row) - 1) for row in picture.rows
    ]
    widest = max(widths, default=0)
    placed: dict[str, Placed] = {}
    y = _up(top) + _MARGIN
    for row, row_width in zip(picture.rows, widths, strict=True):
        x = _MARGIN + _up((widest - row_width) // 2)
        more = 0
        if all(box.kind == "outside" for box in row):
            # The world is as wide as what it surrounds, so that lines go straight down.
            x, more = _MARGIN, (widest - row_width) // len(row) // CELL * CELL
        for box in row:
            box_width, box_height = sizes[box.name][0] + more, sizes[box.name][1]
            for one in _place(box, Rect(x, y, box_width, box_height), (), gap):
                placed[one.box.name] = one
            x += box_width + between
        y += max(sizes[box.name][1] for box in row) + between + CELL
    return Layout(placed, widest + 2 * _MARGIN, y - between - CELL + _MARGIN)


def _up(pixels: int) -> int:
    return -(-pixels // CELL) * CELL


def _count(box: Box) -> int:
    return (1 if box.title else 0) + len(box.lines)


def _head(box: Box) -> int:
    """The height of a frame's own text."""
    return 0 if is_frameless(box) else CELL + LINE * _count(box)


def _pad(box: Box, gap: int) -> int:
    """The room between a frame and what is in it."""
    if is_frameless(box):
        return 0
    return CELL if box.kind in ("group", "zone") else max(CELL * 2, CELL * (gap - 1))


def _between(box: Box, gap: int) -> int:
    """The room between what stands in a frame; no line joins what a titled group lists."""
    return CELL if box.kind == "group" and box.title else gap * CELL


def _size(box: Box, gap: int) -> tuple[int, int]:
    own = _up(text_width(box) + 2 * INSET)
    if not box.children:
        return max(own, _LEAST), _up(CELL + LINE * _count(box))
    inner_width, inner_height = _inner(box, gap)
    pad = _pad(box, gap)
    return max(own, inner_width + 2 * pad), _head(box) + inner_height + pad


def _inner(box: Box, gap: int) -> tuple[int, int]:
    """The size of what is in a frame."""
    if box.arrange == "tiers":
        columns = [_column_width(column, gap) for column in box.children]
        head = max((_head(column) for column in box.children), default=0)
        heights = _tier_heights(box.children, gap)
        rows = sum(heights.values()) + gap * CELL * max(len(heights) - 1, 0)
        foot = max((_pad(column, gap) for column in box.children), default=0)
        return sum(columns) + gap * CELL * (len(columns) - 1), head + rows + foot
    sizes = [_size(child, gap) for child in box.children]
    spaces = _between(box, gap) * (len(sizes) - 1)
    if box.arrange == "row":
        return sum(size[0] for size in sizes) + spaces, max(size[1] for size in sizes)
    return max(size[0] for size in sizes), sum(size[1] for size in sizes) + spaces


def _of_tier(column: Box, tier: int) -> list[Box]:
    return [box for box in column.children if box.tier == tier]


def _tiers(columns: Sequence[Box]) -> list[int]:
    return sorted({box.tier for column in columns for box in column.children})


def _tier_heights(columns: Sequence[Box], gap: int) -> dict[int, int]:
    found: dict[int, int] = {}
    for tier in _tiers(columns):
        heights = []
        for column in columns:
            sizes = [_size(box, gap)[1] for box in _of_tier(column, tier)]
            if sizes and column.arrange == "row":
                heights.append(max(sizes))
            elif sizes:
                heights.append(sum(sizes) + CELL * (len(sizes) - 1))
        found[tier] = max(heights)
    return found


def _column_width(column: Box, gap: int) -> int:
    widths = [0]
    for tier in _tiers([column]):
        sizes = [_size(box, gap)[0] for box in _of_tier(column, tier)]
        row = column.arrange == "row"
        widths.append(sum(sizes) + gap * CELL * (len(sizes) - 1) if row else max(sizes))
    own = _up(text_width(column) + 2 * INSET)
    return max(own, max(widths) + 2 * _pad(column, gap))


def _place(box: Box, rect: Rect, parents: tuple[str, ...], gap: int) -> Iterator[Placed]:
    yield Placed(box, rect, parents)
    if not box.children:
        return
    above = (*parents, box.name)
    pad = _pad(box, gap)
    x, y = rect.x + pad, rect.y + _head(box)
    if box.arrange == "tiers":
        yield from _place_tiers(box, Rect(x, y, rect.width - 2 * pad, 0), above, gap)
        return
    for child in box.children:
        width_, height = _size(child, gap)
        if box.arrange == "row":
            yield from _place(child, Rect(x, y, width_, height), above, gap)
            x += width_ + _between(box, gap)
        else:
            # Below each other all have one width.
            yield from _place(child, Rect(x, y, rect.width - 2 * pad, height), above, gap)
            y += height + _between(box, gap)


def _place_tiers(box: Box, area: Rect, parents: tuple[str, ...], gap: int) -> Iterator[Placed]:
    heights = _tier_heights(box.children, gap)
    head = max(_head(column) for column in box.children)
    foot = max(_pad(column, gap) for column in box.children)
    starts = {}
    y = area.y + head
    for tier, height in heights.items():
        starts[tier] = y
        y += height + gap * CELL
    bottom = y - gap * CELL + foot
    x = area.x
    for column in box.children:
        width_ = _column_width(column, gap)
        yield Placed(column, Rect(x, area.y, width_, bottom - area.y), parents)
        above = (*parents, column.name)
        pad = _pad(column, gap)
        for tier, height in heights.items():
            boxes = _of_tier(column, tier)
            left, upper = x + pad, starts[tier]
            for child in boxes:
                size = _size(child, gap)
                if column.arrange == "row":
                    middle = upper + (height - size[1]) // (2 * CELL) * CELL
                    yield from _place(child, Rect(left, middle, *size), above, gap)
                    left += size[0] + gap * CELL
                else:
                    # A subnet takes the whole height of its tier.
                    tall = height if len(boxes) == 1 else size[1]
                    place = Rect(left, upper, width_ - 2 * pad, tall)
                    yield from _place(child, place, above, gap)
                    upper += size[1] + CELL
        x += width_ + gap * CELL


def frames(layout: Layout) -> list[Placed]:
    """The frames that are drawn, the inner ones last."""
    return [one for one in layout.boxes.values() if not one.is_leaf and not is_frameless(one.box)]


def leaves(layout: Layout) -> list[Placed]:
    """The boxes with nothing in them."""
    return [one for one in layout.boxes.values() if one.is_leaf]


def segments(points: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    """The straight pieces of a line."""
    return iter(pairwise(points))
