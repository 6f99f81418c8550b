"""A share of the environments, for runs that are split over machines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256

MOST = 10_000
"""The most shares that a run can be split into."""
_SHARE = re.compile(r"([0-9]{1,5})/([0-9]{1,5})")


def parse(text: str) -> tuple[int, int]:
    """``2/5``, the second of five shares, as two numbers; ValueError says what is wrong."""
    match = _SHARE.fullmatch(text)
    if match is None:
        raise ValueError("is not a share: write 2/5 for the second of five")
    number, total = map(int, match.groups())
    if not 1 <= total <= MOST:
        raise ValueError(f"a run has 1 to {MOST:,} shares")
    if not 1 <= number <= total:
        raise ValueError(f"the shares of {total} are 1/{total} to {total}/{total}")
    return number, total


def shard(names: Iterable[str], share: str) -> tuple[str, ...]:
    """The names that belong to a share such as ``2/5``, in the order given; there may be none.

    A name alone decides, so that another environment moves none of those that are there. The
    shares are disjoint and together they are everything.
    """
    number, total = parse(share)
    return tuple(name for name in names if _place(name) % total == number - 1)


def _place(name: str) -> int:
    return int.from_bytes(sha256(name.encode("utf-8", "surrogateescape")).digest()[:8], "big")
