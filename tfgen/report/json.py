"""Findings in the shape of ``terraform validate -json``, with tfgen's own fields beside it."""

from __future__ import annotations

import json
from typing import Any

from tfgen.errors import Location
from tfgen.findings import Finding, Report
from tfgen.report.source import Sources, byte_offset, shown_source, size

# Of Terraform's shape, as documented for `terraform validate -json`.
_FORMAT_VERSION = "1.0"
# Of the `tfgen` objects.
_SHAPE = 1


def json_report(report: Report, sources: Sources) -> str:
    """JSON in ASCII, as docs/findings.schema.json describes it.

    Terraform knows errors and warnings only, so a note is a warning whose ``tfgen.severity`` is
    "note"; ``warning_count`` includes notes, ``tfgen.note_count`` counts them alone.
    """
    errors, notes = report.count("error"), report.count("note")
    return json.dumps(
        {
            "format_version": _FORMAT_VERSION,
            "valid": not errors,
            "error_count": errors,
            "warning_count": report.count("warning") + notes,
            "diagnostics": [_diagnostic(finding, sources) for finding in report.findings],
            "tfgen": {
                "version": _SHAPE,
                "files": report.files,
                "note_count": notes,
                "suppressed": len(report.suppressed),
                "baseline": report.known,
            },
        },
        indent=2,
    )


def _diagnostic(finding: Finding, sources: Sources) -> dict[str, Any]:
    diagnostic = {
        "severity": "error" if finding.severity == "error" else "warning",
        "summary": finding.message,
        "detail": finding.remedy,
        "range": _range(finding.where, sources),
        "tfgen": _own(finding),
    }
    if finding.address:
        diagnostic["address"] = finding.address
    snippet = _snippet(finding.where, sources)
    if snippet:
        diagnostic["snippet"] = snippet
    return diagnostic


def _range(where: Location, sources: Sources) -> dict[str, Any]:
    """One character long, since a finding says only where something begins.

    A place without a line or a column is the beginning of the file or of the line.
    """
    line, column = max(1, where.line), max(1, where.column)
    start = Location(where.file, line, column)
    end = Location(where.file, line, column + 1)
    first, last = byte_offset(sources, start), byte_offset(sources, end)
    return {
        "filename": where.file,
        "start": {"line": line, "column": column, "byte": first},
        "end": {"line": line, "column": column + 1, "byte": max(first + 1, last)},
    }


def _snippet(where: Location, sources: Sources) -> dict[str, Any] | None:
    shown = shown_source(sources, where)
    if shown is None:
        return None
    # Terraform counts these offsets in bytes.
    at = max(0, shown.column - 1)
    end = size(shown.text)
    first = min(end, size(shown.text[:at]))
    return {
        "context": None,
        "code": shown.text,
        "start_line": where.line,
        "highlight_start_offset": first,
        "highlight_end_offset": min(end, max(first + 1, size(shown.text[: at + 1]))),
        "values": [],
    }


def _own(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity,
        "where": _place(finding.where),
        "remedy": finding.remedy,
        "template": _place(finding.template),
        "value": _place(finding.value),
        "related": [{"label": label, "where": _place(place)} for label, place in finding.related],
        "address": finding.address,
    }


def _place(where: Location | None) -> dict[str, Any] | None:
    if where is None:
        return None
    return {"file": where.file, "line": where.line, "column": where.column}
