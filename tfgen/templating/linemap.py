"""Rendered text with marks -> the skeleton without them, and the template line of every line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tfgen.errors import Location
from tfgen.templating.holes import HOLE, MARK, MARK_CLOSE, MARK_OPEN, RESERVED, Hole


@dataclass(frozen=True, slots=True)
class Marked:
    """A skeleton, and for each of its lines (from 0) the template line it came from."""

    skeleton: str
    lines: tuple[Location, ...]


def unmark(
    raw: str, holes: Sequence[Hole], name: str, location: Callable[[str, int], Location]
) -> Marked:
    """Take the marks out of what the template ``name`` rendered to.

    A line belongs to the first mark on it; without one to its first hole; else to the line before.
    ``location`` makes a location of a template's name and line.
    """
    lines: list[Location] = []
    current = location(name, 1)
    texts = raw.split("\n")
    for index, text in enumerate(texts):
        if MARK_OPEN in text:
            found = MARK.search(text)
            hole = HOLE.search(text, 0, found.start()) if found else None
            if hole:
                current = holes[int(hole[1])].where
            elif found:
                current = location(found[1], int(found[2]))
            texts[index] = MARK.sub("", text)
        elif hole := HOLE.search(text):
            current = holes[int(hole[1])].where
        lines.append(current)
    return Marked("\n".join(texts), tuple(lines))


def is_cut(skeleton: str) -> bool:
    """Whether half a hole or mark is left: something treated captured text as characters."""
    return (
        MARK_OPEN in skeleton
        or MARK_CLOSE in skeleton
        or bool(RESERVED.search(HOLE.sub("", skeleton)))
    )
