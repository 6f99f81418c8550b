"""A report as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tfgen.changes.fold import Group, Report
from tfgen.changes.model import Change, Reason, Risk
from tfgen.changes.words import (
    RISK_WORDS,
    SIGNS,
    because,
    group_title,
    header,
    risk_text,
    shared_reasons,
    values,
    whole_environment,
)
from tfgen.report.printable import printable

_COLOURS = {"+": "32", "-": "31", "~": "33", ">": "36", "!": "31;1"}


def text_report(report: Report, *, colour: bool = False) -> str:
    """The changes by the environments that they happen in, the risky ones first; "" for none."""
    return "\n\n".join("\n".join(_group(group, report, colour=colour)) for group in report.groups)


def _group(group: Group, report: Report, *, colour: bool) -> Iterator[str]:
    status = report.status(group)
    if status in ("added", "removed"):
        yield printable(whole_environment(group, status))
    elif report.parity:
        yield printable(f"{report.old} -> {report.new}")
    else:
        yield printable(group_title(group))
    for risk in group.risks:
        yield from _risk(risk, report, colour=colour)
    if status == "changed":
        for change in group.changes:
            yield from _change(change, report, colour=colour)


def _risk(risk: Risk, report: Report, *, colour: bool) -> Iterator[str]:
    yield _line("!", f"{RISK_WORDS[risk.kind]}: {risk_text(risk)}", colour=colour)
    yield from _because(risk.reasons, report, "      ")


def _change(change: Change, report: Report, *, colour: bool) -> Iterator[str]:
    yield _line(SIGNS[change.action], header(change, report), colour=colour)
    shared = shared_reasons(change)
    yield from _because(shared, report, "      ")
    if change.action in ("changed", "moved"):
        for argument in change.arguments:
            name = f"{argument.name}: " if argument.name else ""
            yield printable(f"      {name}{values(argument)}")
            if argument.reasons != shared:
                yield from _because(argument.reasons, report, "        ")


def _because(reasons: Sequence[Reason], report: Report, indent: str) -> Iterator[str]:
    if reasons:
        yield printable(f"{indent}{because(reasons, report)}")


def _line(sign: str, text: str, *, colour: bool) -> str:
    shown = f"\x1b[{_COLOURS[sign]}m{sign}\x1b[m" if colour else sign
    return f"  {shown} {printable(text)}"
