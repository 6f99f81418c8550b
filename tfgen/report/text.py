"""Findings as text: the place, the message, the source line and a caret under the column."""

from __future__ import annotations

from tfgen.errors import Location
from tfgen.findings import SEVERITIES, Finding, Report, title
from tfgen.report.printable import printable, width
from tfgen.report.source import Shown, Sources, shown_source
from tfgen.words import counted

_COLOURS = {"error": "31", "warning": "33", "note": "36"}
# A source line takes no more columns than this, the margin with its number left aside.
_WIDEST = 100
_CUT = "…"


def text_findings(report: Report, sources: Sources, *, colour: bool = False) -> str:
    """The report's findings, a blank line between two; "" for none."""
    return "\n\n".join(
        entry(finding, shown_source(sources, finding.where), colour=colour)
        for finding in report.findings
    )


def summary(report: Report) -> str:
    """``3 errors, 1 warning in 72 files; 2 suppressed``."""
    counts = [(report.count(severity), severity) for severity in SEVERITIES]
    found = ", ".join(counted(number, severity) for number, severity in counts if number)
    text = f"{found or 'no findings'} in {counted(report.files, 'file')}"
    if report.suppressed:
        text += f"; {len(report.suppressed)} suppressed"
    if report.known:
        text += f"; {report.known} in the baseline"
    return text


def entry(finding: Finding, source: Shown | None, *, colour: bool = False) -> str:
    """One finding: its place, severity and message, the source line, other places, the remedy."""
    severity: str = finding.severity
    if colour:
        severity = f"\x1b[{_COLOURS[severity]}m{severity}\x1b[m"
    rule = printable(title(finding.rule, finding.name))
    message = printable(finding.message)
    lines = [f"{printable(str(finding.where))}: {severity}: {message} [{rule}]"]
    if source and source.text.strip() and finding.where.line:
        lines += _source_lines(source, finding.where.line)
    lines += [f"  {printable(label)}: {printable(str(place))}" for label, place in places(finding)]
    lines += [f"  {printable(line)}" for line in finding.remedy.splitlines()]
    return "\n".join(lines)


def places(finding: Finding) -> list[tuple[str, Location]]:
    """The other places of a finding with their labels, in the order to read them."""
    rendered = (("template", finding.template), ("value from", finding.value))
    return [*((label, place) for label, place in rendered if place), *finding.related]


def _source_lines(source: Shown, number: int) -> list[str]:
    margin = f"  {number} | "
    cells = [" " if character == "\t" else printable(character) for character in source.text]
    caret = min(source.column - 1, len(cells)) if source.column else None
    text, before = _cut(cells, caret)
    lines = [(margin + text).rstrip()]
    if caret is not None:
        lines.append(" " * (len(margin) + before) + "^")
    return lines


def _cut(cells: list[str], caret: int | None) -> tuple[str, int]:
    """The part of a line around the caret, and how many columns of it stand before the caret."""
    widths = [width(cell) for cell in cells]
    middle = caret or 0
    first, last = 0, len(cells)
    if sum(widths) > _WIDEST:
        first, last = _window(widths, middle)
    start = _CUT if first else ""
    end = _CUT if last < len(cells) else ""
    before = width(start) + sum(widths[first:middle])
    return start + "".join(cells[first:last]) + end, before


def _window(widths: list[int], middle: int) -> tuple[int, int]:
    """The range around ``middle`` that fits, grown to both sides for as long as there is room."""
    first = last = middle
    room = _WIDEST
    while True:
        before = (first, last)
        if last < len(widths) and widths[last] <= room:
            room -= widths[last]
            last += 1
        if first > 0 and widths[first - 1] <= room:
            first -= 1
            room -= widths[first]
        if (first, last) == before:
            return before
