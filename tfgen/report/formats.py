"""The formats a report can be printed in, by the name a user types."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tfgen.findings import Report
from tfgen.report.source import Sources


def _text(report: Report, sources: Sources) -> str:
    from tfgen.report.text import text_findings

    return text_findings(report, sources)


def _json(report: Report, sources: Sources) -> str:
    from tfgen.report.json import json_report

    return json_report(report, sources)


def _sarif(report: Report, sources: Sources) -> str:
    from tfgen.report.sarif import sarif_report

    return sarif_report(report, sources)


def _github(report: Report, sources: Sources) -> str:
    from tfgen.report.github import github_report

    return github_report(report, sources)


def _junit(report: Report, sources: Sources) -> str:
    from tfgen.report.junit import junit_report

    return junit_report(report, sources)


DESCRIBING = frozenset({"sarif", "junit"})
"""The formats that describe the rules of a report, which takes longer than to name them."""

# No format ends its text with a line feed.
FORMATS: Mapping[str, Callable[[Report, Sources], str]] = {
    "text": _text,
    "json": _json,
    "sarif": _sarif,
    "github": _github,
    "junit": _junit,
}
