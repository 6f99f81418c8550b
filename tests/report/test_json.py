"""Findings in the shape of `terraform validate -json`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given

from tests.report.findings import EVERYTHING, PLAIN, SOURCES, reports
from tfgen.errors import Location
from tfgen.findings import Finding, Report, Suppressed
from tfgen.report.json import json_report
from tfgen.report.source import Sources

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/findings.schema.json").read_text())
VALIDATOR = jsonschema_rs.Draft202012Validator(SCHEMA)


def one(finding: Finding, sources: Sources = SOURCES) -> dict[str, Any]:
    """The diagnostic of a finding, valid by the schema."""
    document = json.loads(json_report(Report((finding,)), sources))
    VALIDATOR.validate(document)
    (diagnostic,) = document["diagnostics"]
    assert isinstance(diagnostic, dict)
    return diagnostic


def test_the_schema_is_one() -> None:
    assert jsonschema_rs.meta.is_valid(SCHEMA)


def test_everything_a_finding_says() -> None:
    assert one(EVERYTHING) == {
        "severity": "error",
        "summary": "is not encrypted",
        "detail": "write storage_encrypted = true\nand name a key",
        "address": "aws_db_instance.this",
        "range": {
            "filename": "generated/dev/main.tf",
            "start": {"line": 4, "column": 3, "byte": 12},
            "end": {"line": 4, "column": 4, "byte": 13},
        },
        "snippet": {
            "context": None,
            "code": "  a = 1",
            "start_line": 4,
            "highlight_start_offset": 2,
            "highlight_end_offset": 3,
            "values": [],
        },
        "tfgen": {
            "rule": "TFG101",
            "name": "encryption-at-rest",
            "severity": "error",
            "where": {"file": "generated/dev/main.tf", "line": 4, "column": 3},
            "remedy": "write storage_encrypted = true\nand name a key",
            "template": {
                "file": "templates/stacks/environment/main.tf.j2",
                "line": 2,
                "column": 0,
            },
            "value": {"file": "environments/dev.yaml", "line": 17, "column": 5},
            "related": [
                {
                    "label": "the key",
                    "where": {"file": "generated/dev/keys.tf", "line": 8, "column": 1},
                }
            ],
            "address": "aws_db_instance.this",
        },
    }


def test_a_note_is_a_warning_for_terraform() -> None:
    note = replace(PLAIN, severity="note")
    suppressed = (Suppressed(PLAIN, "reason"),)
    report = Report((PLAIN, note, note), 7, suppressed=suppressed, known=4)
    document = json.loads(json_report(report, SOURCES))
    VALIDATOR.validate(document)
    severities = [entry["severity"] for entry in document.pop("diagnostics")]
    assert severities == ["warning", "warning", "warning"]
    assert document == {
        "format_version": "1.0",
        "valid": True,
        "error_count": 0,
        "warning_count": 3,
        "tfgen": {"version": 1, "files": 7, "note_count": 2, "suppressed": 1, "baseline": 4},
    }
    assert one(note)["tfgen"]["severity"] == "note"


def test_errors_are_not_valid() -> None:
    document = json.loads(json_report(Report((EVERYTHING, PLAIN)), SOURCES))
    assert (document["valid"], document["error_count"], document["warning_count"]) == (False, 1, 1)


def test_offsets_are_bytes() -> None:
    sources = Sources({"a.tf": "x = 1\n日本 = é\n"})
    found = one(replace(PLAIN, where=Location("a.tf", 2, 6)), sources)
    assert found["range"]["start"] == {"line": 2, "column": 6, "byte": 15}
    assert found["range"]["end"] == {"line": 2, "column": 7, "byte": 17}
    snippet = found["snippet"]
    code = snippet["code"].encode()
    marked = code[snippet["highlight_start_offset"] : snippet["highlight_end_offset"]]
    assert marked.decode() == "é"


def test_a_hidden_line_gives_neither_its_text_nor_its_length() -> None:
    shown = [
        one(replace(PLAIN, where=Location("a.tf", 1, column)), Sources({"a.tf": text}, HIDDEN))
        for column in (0, 1, 14)
        for text in ('password = "hunter2hunter2"', 'password = "hunter2"')
    ]
    assert "hunter" not in json.dumps(shown)
    assert shown[0::2] == shown[1::2]
    snippet = shown[-1]["snippet"]
    marked = snippet["code"].encode()[
        snippet["highlight_start_offset"] : snippet["highlight_end_offset"]
    ]
    assert (snippet["code"], marked.decode()) == ('password = "…"', "…")


HIDDEN = {("a.tf", 1)}


@pytest.mark.parametrize(
    ("where", "start"),
    [
        (Location("a.tf"), {"line": 1, "column": 1, "byte": 0}),
        (Location("a.tf", 2), {"line": 2, "column": 1, "byte": 4}),
        (Location("a.tf", 2, 9), {"line": 2, "column": 9, "byte": 6}),
        (Location("a.tf", 9, 9), {"line": 9, "column": 9, "byte": 0}),
        (Location("b.tf", 3, 3), {"line": 3, "column": 3, "byte": 0}),
    ],
)
def test_places_that_are_not_in_the_text(where: Location, start: dict[str, int]) -> None:
    found = one(replace(PLAIN, where=where), Sources({"a.tf": "abc\nde"}))
    assert found["range"]["start"] == start
    end = found["range"]["end"]
    assert (end["line"], end["column"]) == (start["line"], start["column"] + 1)
    assert end["byte"] == start["byte"] + 1
    assert ("snippet" in found) == (where.file == "a.tf" and where.line in {1, 2})
    assert found["tfgen"]["where"]["line"] == where.line


@given(reports())
def test_any_report_is_valid_and_keeps_its_texts(report: Report) -> None:
    text = json_report(report, SOURCES)
    assert text.isascii()
    assert "hunter2" not in text
    document = json.loads(text)
    VALIDATOR.validate(document)
    read = [(entry["summary"], entry["detail"]) for entry in document["diagnostics"]]
    assert read == [(finding.message, finding.remedy) for finding in report.findings]
    names = [entry["range"]["filename"] for entry in document["diagnostics"]]
    assert names == [finding.where.file for finding in report.findings]
