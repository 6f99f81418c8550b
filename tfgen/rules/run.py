"""Rules over a program -> findings: once each, with the block they stand in, in a fixed order."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING

from tfgen.errors import Location, Problem, TfgenError, fail
from tfgen.findings import Finding, sort_key
from tfgen.program.secrets import without_secrets
from tfgen.program.sources import address_of

if TYPE_CHECKING:
    from tfgen.hcl.tree import Block
    from tfgen.program.model import Program
    from tfgen.rules.facts import Fact
    from tfgen.rules.registry import Rule

_HINT = "this is a bug of tfgen; set TFGEN_DEBUG=1 to see where, and please report it"


def run(program: Program, rules: Iterable[Rule]) -> tuple[Finding, ...]:
    """What the rules find, sorted.

    Several instances of one block give one finding: the same rule, place and message count once.
    A rule that raises, whatever it raises, is a TfgenError that names the rule. The text of the
    exception is left out, because it may quote a secret.
    """
    found = [finding for rule in rules for finding in _findings(rule, partial(rule.check, program))]
    return tuple(sorted(addresses(program, masked(program, found)), key=sort_key))


def collect(program: Program, rule: Rule) -> list[tuple[str, Fact]]:
    """What a rule that compares roots has to know of each: the root's folder, and the fact."""
    comparison = rule.comparison
    if comparison is None:
        return []
    with _guarded(rule):
        facts = [(root.folder, comparison.collect(root)) for root in program.roots]
    return [(folder, fact) for folder, fact in facts if fact is not None]


def compare(rule: Rule, facts: Sequence[Fact]) -> tuple[Finding, ...]:
    """What the rule finds in facts of many roots; nothing yet of addresses, nothing masked."""
    comparison = rule.comparison
    if comparison is None or comparison.compare is None:
        return ()
    return tuple(_findings(rule, partial(comparison.compare, facts)))


def needed(rule: Rule, facts: Sequence[Fact]) -> frozenset[str]:
    """The folders of the roots that a rule must see together."""
    comparison = rule.comparison
    if comparison is None or comparison.needed is None:
        return frozenset()
    with _guarded(rule):
        return frozenset(comparison.needed(facts))


def masked(program: Program, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings without what is secret in a program."""
    for finding in findings:
        message = without_secrets(program, finding.message)
        remedy = without_secrets(program, finding.remedy)
        yield replace(finding, message=message, remedy=remedy)


def _findings(rule: Rule, problems: Callable[[], Iterable[Problem]]) -> Iterator[Finding]:
    """The problems as findings, each place and message once."""
    with _guarded(rule):
        every = list(problems())
    found: dict[tuple[Location, str], Finding] = {}
    for problem in every:
        where = problem.where
        if where is None:
            raise _failed(rule, "a finding without a place", None)
        key = (where, problem.message)
        if key not in found:
            found[key] = Finding(
                rule=rule.id,
                name=rule.name,
                severity=rule.severity,
                message=problem.message,
                where=where,
                remedy=problem.hint,
                related=problem.related,
            )
    return iter(found.values())


@contextmanager
def _guarded(rule: Rule) -> Iterator[None]:
    """Whatever the rule raises names it."""
    try:
        yield
    except Exception as error:
        if os.environ.get("TFGEN_DEBUG"):
            raise
        raise _failed(rule, type(error).__name__, _reading(error.__traceback__)) from None


def _failed(rule: Rule, what: str, where: Location | None) -> TfgenError:
    return fail(f"rule {rule.id} ({rule.name}) failed: {what}", where, _HINT)


def _reading(trace: TracebackType | None) -> Location | None:
    """The place of the last block or value that the rule held in its hands, if it held one."""
    from tfgen.program.model import View
    from tfgen.program.values import Value

    found = None
    while trace is not None:
        for held in trace.tb_frame.f_locals.values():
            if isinstance(held, View | Value):
                found = held.where
        trace = trace.tb_next
    return found


def addresses(program: Program, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Each finding with the address of the top-level block that it stands in, if it does."""
    files: dict[str, tuple[list[int], tuple[Block, ...]]] = {}
    for finding in findings:
        where = finding.where
        if where.file not in files:
            source = program.files.get(where.file)
            blocks = source.body.blocks if source is not None and source.body is not None else ()
            files[where.file] = ([block.span.line for block in blocks], blocks)
        lines, blocks = files[where.file]
        index = bisect_right(lines, where.line) - 1
        if index >= 0 and where.line <= blocks[index].span.end_line:
            finding = replace(finding, address=address_of(blocks[index]))
        yield finding
