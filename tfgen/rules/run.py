"""Rules over a program -> findings: once each, with the block they stand in, in a fixed order."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING

from tfgen.errors import Location, Problem, TfgenError, fail
from tfgen.findings import Finding, sort_key
from tfgen.program.secrets import without_secrets
from tfgen.program.sources import address_of

if TYPE_CHECKING:
    from tfgen.hcl.tree import Block
    from tfgen.program.model import Program
    from tfgen.rules.registry import Rule

_HINT = "this is a bug of tfgen; set TFGEN_DEBUG=1 to see where, and please report it"


def run(program: Program, rules: Iterable[Rule]) -> tuple[Finding, ...]:
    """What the rules find, sorted.

    Several instances of one block give one finding: the same rule, place and message count once.
    A rule that raises, whatever it raises, is a TfgenError that names the rule. The text of the
    exception is left out, because it may quote a secret.
    """
    found: dict[tuple[str, Location, str], Finding] = {}
    for rule in rules:
        for problem in _problems(program, rule):
            where = problem.where
            if where is None:
                raise _failed(rule, "a finding without a place", None)
            key = (rule.id, where, problem.message)
            if key not in found:
                found[key] = Finding(
                    rule=rule.id,
                    name=rule.name,
                    severity=rule.severity,
                    message=without_secrets(program, problem.message),
                    where=where,
                    remedy=without_secrets(program, problem.hint),
                    related=problem.related,
                )
    return tuple(sorted(addresses(program, found.values()), key=sort_key))


def _problems(program: Program, rule: Rule) -> Iterator[Problem]:
    try:
        yield from rule.check(program)
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
