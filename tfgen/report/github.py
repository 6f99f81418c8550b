"""Findings as workflow commands, which GitHub Actions shows as annotations of a change."""

from __future__ import annotations

from tfgen.findings import SEVERITIES, Finding, Report, Severity, title
from tfgen.report.printable import escape
from tfgen.report.source import Sources
from tfgen.report.text import places, summary
from tfgen.words import counted

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
# GitHub shows at most 10 annotations of a kind for each step. The notice that counts the rest is
# one of them.
_MOST: dict[Severity, int] = {"error": 10, "warning": 10, "note": 9}


def github_report(report: Report, _: Sources) -> str:
    """Errors, warnings, notes, how many more there are, and the summary; a line each."""
    lines = []
    more = []
    for severity in SEVERITIES:
        found = [finding for finding in report.findings if finding.severity == severity]
        lines += [_annotation(finding) for finding in found[: _MOST[severity]]]
        rest = len(found) - _MOST[severity]
        if rest > 0:
            more.append(counted(rest, severity))
    if more:
        lines.append(f"::notice title=tfgen::{', '.join(more)} more than GitHub shows here")
    return "\n".join([*lines, summary(report)])


def _annotation(finding: Finding) -> str:
    where = finding.where
    properties = {
        "file": where.file,
        "line": str(where.line or ""),
        "col": str(where.column or "") if where.line else "",
        "title": title(finding.rule, finding.name),
    }
    said = ",".join(f"{name}={_property(text)}" for name, text in properties.items() if text)
    lines = [finding.message, *(f"{label}: {place}" for label, place in places(finding))]
    if finding.remedy:
        lines.append(finding.remedy)
    return f"::{_COMMANDS[finding.severity]} {said}::{_data(chr(10).join(lines))}"


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _data(text: str) -> str:
    """One line, as the documented escapes of workflow commands have it; controls made visible."""
    shown = "".join(
        character if character.isprintable() or character in "\r\n" else escape(character)
        for character in text
    )
    return shown.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
