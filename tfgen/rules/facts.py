"""What a rule that compares roots keeps of each: plain data, which outlives the program it is from.

A fact is what JSON can hold: text, numbers, truth, nothing, lists and maps of these. Places are
lists of file, line and column. Facts of a thousand roots fit in memory where their programs do not,
and can be kept for the next run.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from tfgen.errors import Location, Problem

if TYPE_CHECKING:
    from tfgen.program.model import Module, Program

Fact: TypeAlias = Any
"""Plain data; None for a root that has nothing to compare."""


def compare_roots(
    program: Program,
    collect: Callable[[Module], Fact],
    compare: Callable[[Sequence[Fact]], Iterable[Problem]],
) -> Iterator[Problem]:
    """What ``compare`` finds in what ``collect`` tells of each root of a program, in their order.

    The facts go through JSON, as do those that come from another process or an earlier run.
    """
    facts = (collect(root) for root in program.roots)
    yield from compare([through_json(fact) for fact in facts if fact is not None])


def through_json(fact: Fact) -> Fact:
    """The fact as it is after it was kept."""
    return json.loads(json.dumps(fact))


def place(where: Location) -> list[Any]:
    """A place as plain data."""
    return [where.file, where.line, where.column]


def location(data: Sequence[Any]) -> Location:
    """The place that :func:`place` was given."""
    return Location(data[0], data[1], data[2])


def problem_fact(problem: Problem) -> list[Any]:
    """A problem that has a place, as plain data."""
    where = None if problem.where is None else place(problem.where)
    related = [[label, place(other)] for label, other in problem.related]
    return [problem.message, where, problem.hint, related]


def problem_of(data: Sequence[Any]) -> Problem:
    """The problem that :func:`problem_fact` was given."""
    message, where, hint, related = data
    return Problem(
        message,
        None if where is None else location(where),
        hint,
        tuple((label, location(other)) for label, other in related),
    )


def texts_in(fact: Fact) -> Iterator[str]:
    """Every text in a fact."""
    pending = [fact]
    while pending:
        one = pending.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            pending += one.keys()
            pending += one.values()
        elif isinstance(one, list | tuple):
            pending += one
