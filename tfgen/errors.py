"""The one error a user sees, the places it points at, and the exit codes.

Every failure that a user can cause or mend is a :class:`TfgenError` that holds one or more
:class:`Problem` values. Anything else that escapes is a bug.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

EXIT_CLEAN = 0
EXIT_FINDINGS = 1
EXIT_USAGE = 2


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file: path as a user would type it, line and column from 1, 0 for unknown."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        if not self.column:
            return f"{self.file}:{self.line}"
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: what, where, how to mend it, and the other places involved.

    ``related`` holds pairs of a short label ("value from") and its location.
    """

    message: str
    where: Location | None = None
    hint: str = ""
    related: tuple[tuple[str, Location], ...] = ()

    def __str__(self) -> str:
        lines = [f"{self.where}: {self.message}" if self.where else self.message]
        lines += [f"  {label} {location}" for label, location in self.related]
        lines += [f"  {line}" for line in self.hint.splitlines()]
        return "\n".join(lines)


class TfgenError(Exception):
    """What reaches the user: problems in the order they should be read; exit status 2."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (
            (problems,) if isinstance(problems, Problem) else tuple(problems)
        )
        super().__init__("\n".join(str(problem) for problem in self.problems))


def fail(message: str, where: Location | None = None, hint: str = "") -> TfgenError:
    """Build the error for a single problem; use as ``raise fail(...)``."""
    return TfgenError(Problem(message, where, hint))
