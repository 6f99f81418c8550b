"""Problems as plain data, for the pipes between processes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tfgen.errors import Location, Problem


def to_wire(problems: Iterable[Problem]) -> list[Any]:
    """Problems as lists and strings."""
    return [
        [
            one.message,
            _place(one.where),
            one.hint,
            [[label, _place(where)] for label, where in one.related],
        ]
        for one in problems
    ]


def from_wire(data: Iterable[Any]) -> tuple[Problem, ...]:
    """The problems that :func:`to_wire` was given."""
    return tuple(
        Problem(
            message,
            None if where is None else Location(*where),
            hint,
            tuple((label, Location(*place)) for label, place in related),
        )
        for message, where, hint, related in data
    )


def _place(where: Location | None) -> list[Any] | None:
    return None if where is None else [where.file, where.line, where.column]
