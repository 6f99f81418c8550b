"""Version constraints of providers: which of the known versions they allow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, TypeAlias

_Number: TypeAlias = "tuple[int, int, int]"
_CLAUSE: Final = re.compile(r"\s*(=|!=|>=|<=|~>|>|<)?\s*v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(\S*)\s*")
_PARTS: Final = (2, 3, 4)


def allows(constraints: Iterable[str], version: str) -> bool:
    """Whether some version up to ``version``, of the same major number, meets all constraints.

    What the newest of them has is what is known of that major version: a constraint that asks for
    a newer one allows none. A constraint that is none is met by everything.
    """
    # Every module of a root says the same, as a rule, and so does every root.
    return _allows(tuple(dict.fromkeys(constraints)), version)


@lru_cache(1024)
def _allows(constraints: tuple[str, ...], version: str) -> bool:
    clauses = [clause for text in constraints for clause in _clauses(text)]
    last = _number(version)
    first = (last[0], 0, 0)
    candidates = {first, last}
    for _, number, _ in clauses:
        candidates |= {number, (number[0], number[1], number[2] + 1), _before(number)}
    return any(
        first <= candidate <= last and all(_meets(candidate, *clause) for clause in clauses)
        for candidate in candidates
    )


def _clauses(text: str) -> Iterator[tuple[str, _Number, int]]:
    """Operator, number, and how many parts of it were written."""
    for part in text.split(","):
        found = _CLAUSE.fullmatch(part)
        if found is not None:
            written = sum(found[index] is not None for index in _PARTS)
            number = tuple(int(found[index] or 0) for index in _PARTS)
            yield found[1] or "=", (number[0], number[1], number[2]), written


def _number(version: str) -> _Number:
    found = _CLAUSE.fullmatch(version)
    if found is None:
        return (0, 0, 0)
    return (int(found[2]), int(found[3] or 0), int(found[4] or 0))


def _before(number: _Number) -> _Number:
    """The number below, as far as a candidate needs to be one."""
    if number[2]:
        return (number[0], number[1], number[2] - 1)
    return (number[0], max(number[1] - 1, 0), 0)


def _meets(version: _Number, operator: str, number: _Number, written: int) -> bool:
    match operator:
        case "=":
            return version == number
        case "!=":
            return version != number
        case ">":
            return version > number
        case ">=":
            return version >= number
        case "<":
            return version < number
        case "<=":
            return version <= number
    # ~> lets the last part that is written grow, but never the major number.
    fixed = max(written - 1, 1)
    return version >= number and version[:fixed] == number[:fixed]
