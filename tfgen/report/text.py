"""Findings as text: the place, the message, the source line and a caret under the column."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tfgen.findings import Finding

_COLOURS = {"error": "31", "warning": "33", "note": "36"}


def text_report(
    findings: Iterable[Finding], source_line: Callable[[Finding], str], *, colour: bool = False
) -> str:
    """Findings in the order given, a blank line between two; "" for none.

    ``source_line`` gives the text of the line a finding points at, "" where it has none.
    """
    return "\n\n".join(_entry(finding, source_line(finding), colour) for finding in findings)


def _entry(finding: Finding, source: str, colour: bool) -> str:
    severity: str = finding.severity
    if colour:
        severity = f"\x1b[{_COLOURS[severity]}m{severity}\x1b[m"
    lines = [f"{finding.where}: {severity}: {finding.message} [{finding.rule}]"]
    if source.strip() and finding.where.line:
        margin = f"{finding.where.line} | "
        lines.append(f"  {margin}{source.replace(chr(9), ' ')}")
        if finding.where.column:
            lines.append(" " * (1 + len(margin) + finding.where.column) + "^")
    lines += [
        f"  {label}: {place}"
        for label, place in (("template", finding.template), ("value from", finding.value))
        if place
    ]
    lines += [f"  {line}" for line in finding.remedy.splitlines()]
    return "\n".join(lines)
