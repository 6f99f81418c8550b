"""Names that are known in part: whether two can be the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfgen.program.values import UNKNOWN_PIECE

if TYPE_CHECKING:
    from tfgen.program.values import Value


def pattern_of(value: Value | None) -> str:
    """The text of a value with UNKNOWN_PIECE for what is not known; "" where nothing is."""
    pattern = None if value is None else value.pattern()
    return pattern if pattern and pattern.strip(UNKNOWN_PIECE) else ""


def shown(pattern: str) -> str:
    """A name as a message shows it."""
    return pattern.replace(UNKNOWN_PIECE, "…")


def may_equal(one: str, other: str) -> bool:
    """Whether two names can be the same, whatever their unknown pieces are."""
    if UNKNOWN_PIECE not in one:
        return _fits(other, one)
    if UNKNOWN_PIECE not in other:
        return _fits(one, other)
    tails = one.rpartition(UNKNOWN_PIECE)[2], other.rpartition(UNKNOWN_PIECE)[2]
    if not (tails[0].endswith(tails[1]) or tails[1].endswith(tails[0])):
        return False
    heads = one.partition(UNKNOWN_PIECE)[0], other.partition(UNKNOWN_PIECE)[0]
    return heads[0].startswith(heads[1]) or heads[1].startswith(heads[0])


def _fits(pattern: str, text: str) -> bool:
    """Whether a known text has the pieces of a pattern, in order and with both ends."""
    first, *rest = pattern.split(UNKNOWN_PIECE)
    if not rest:
        return pattern == text
    last = rest.pop()
    place, end = len(first), len(text) - len(last)
    if place > end or not (text.startswith(first) and text.endswith(last)):
        return False
    for piece in rest:
        place = text.find(piece, place, end)
        if place < 0:
            return False
        place += len(piece)
    return True
