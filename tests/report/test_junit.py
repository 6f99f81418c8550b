"""Findings as JUnit XML."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

from hypothesis import given

from tests.report.findings import EVERYTHING, PLAIN, RULE, SOURCES, reports
from tfgen.errors import Location
from tfgen.findings import Report, RuleInfo, Suppressed, rules_of
from tfgen.report.junit import junit_report
from tfgen.report.printable import escape
from tfgen.report.source import shown_source
from tfgen.report.text import entry

NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def suites(report: Report) -> list[ET.Element]:
    """The suites of a report, whose form is checked."""
    root = ET.fromstring(junit_report(report, SOURCES).encode())  # noqa: S314
    assert root.tag == "testsuites"
    for suite in root:
        assert suite.tag == "testsuite"
        assert list(suite.keys()) == ["name", "tests", "failures", "errors", "skipped"]
        cases = list(suite)
        assert {case.tag for case in cases} == {"testcase"}
        assert {tuple(case.keys()) for case in cases} == {("classname", "name")}
        assert int(suite.attrib["tests"]) == len(cases)
        assert int(suite.attrib["failures"]) == len(suite.findall("testcase/failure"))
        assert int(suite.attrib["skipped"]) == len(suite.findall("testcase/skipped"))
        assert len({case.attrib["name"] for case in cases}) == len(cases)
    return list(root)


def test_a_failure_shows_the_finding_as_text() -> None:
    (suite,) = suites(Report((EVERYTHING,), rules=(RULE,)))
    assert suite.attrib["name"] == "TFG101 encryption-at-rest"
    (case,) = suite
    assert case.attrib == {
        "classname": "tfgen.TFG101 encryption-at-rest",
        "name": "generated/dev/main.tf: is not encrypted",
    }
    (failure,) = case
    assert failure.tag == "failure"
    assert failure.attrib == {"message": "is not encrypted", "type": "error"}
    assert failure.text == entry(EVERYTHING, shown_source(SOURCES, EVERYTHING.where))


def test_warnings_fail_notes_pass_with_output_and_suppressed_findings_are_skipped() -> None:
    note = replace(PLAIN, severity="note", message="by the way")
    hidden = Suppressed(replace(PLAIN, message="accepted"), "cost & more")
    (suite,) = suites(Report((PLAIN, note), suppressed=(hidden,)))
    outcomes = {case.attrib["name"]: list(case) for case in suite}
    assert {name: [child.tag for child in children] for name, children in outcomes.items()} == {
        "a.tf: reads differently": ["failure"],
        "a.tf: by the way": ["system-out"],
        "a.tf: accepted": ["skipped"],
    }
    assert outcomes["a.tf: reads differently"][0].attrib["type"] == "warning"
    output = outcomes["a.tf: by the way"][0].text or ""
    assert output.startswith("a.tf:1:1: note: by the way [syntax]\n")
    assert outcomes["a.tf: accepted"][0].attrib == {"message": "cost & more"}


def test_a_rule_that_found_nothing_is_a_passed_test() -> None:
    first, second = suites(Report((PLAIN,), rules=(RULE,)))
    assert [(case.attrib["name"], list(case)) for case in first] == [("no findings", [])]
    assert first.attrib["tests"] == "1"
    assert second.attrib["name"] == "syntax"


def test_no_report_is_without_a_test() -> None:
    (suite,) = suites(Report(()))
    assert [case.attrib["name"] for case in suite] == ["no findings"]


def test_names_without_lines_are_numbered() -> None:
    lines = (Location("a.tf", line) for line in (1, 5, 9))
    (suite,) = suites(Report(tuple(replace(PLAIN, where=where) for where in lines)))
    names = [case.attrib["name"] for case in suite]
    base = "a.tf: reads differently"
    assert names == [base, f"{base} (2)", f"{base} (3)"]


def test_numbered_names_stay_apart_from_messages_that_look_like_them() -> None:
    messages = ("x", "x (2)", "x")
    (suite,) = suites(Report(tuple(replace(PLAIN, message=message) for message in messages)))
    assert len({case.attrib["name"] for case in suite}) == 3


def test_the_name_of_a_rule_is_no_package() -> None:
    (suite,) = suites(Report((), rules=(RuleInfo("TFG1", "a.b", "note", "Says."),)))
    assert [case.attrib["classname"] for case in suite] == ["tfgen.TFG1 a-b"]


@given(reports())
def test_any_report_is_xml_and_keeps_its_texts(report: Report) -> None:
    text = junit_report(report, SOURCES)
    assert "hunter2" not in text
    by_rule = dict(zip([rule.id for rule in rules_of(report)], suites(report), strict=False))
    for rule, suite in by_rule.items():
        expected = [
            NOT_XML.sub(lambda match: escape(match[0]), finding.message)
            for finding in report.findings
            if finding.rule == rule and finding.severity != "note"
        ]
        assert [found.attrib["message"] for found in suite.findall("testcase/failure")] == expected
