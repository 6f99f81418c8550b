"""Findings as JUnit XML, which Jenkins and GitLab show as test results."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.sax.saxutils import escape as xml_escape

from tfgen.findings import Finding, Report, RuleInfo, rules_of, title
from tfgen.report.printable import escape
from tfgen.report.source import Sources, shown_source
from tfgen.report.text import entry

# All that is not a character of XML 1.0, not even when written as a reference.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Written as references, since parsers turn them into other white space.
_REFERENCES = {'"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


def junit_report(report: Report, sources: Sources) -> str:
    """A suite for each rule and a test for each finding of it.

    Errors and warnings fail, notes pass with their text as output, suppressed findings are skipped
    with their reason. A rule that found nothing is one passed test, so that no suite is empty.

    The name of a test is the file and the message without a line, so that a result keeps its
    history when code moves. GitLab ignores a second test of the same name, so names are numbered.
    """
    suites = [_suite(rule, report, sources) for rule in rules_of(report)]
    if not suites:
        suites = [_suite(RuleInfo("tfgen", "tfgen", "note", "no rules ran"), report, sources)]
    return "\n".join(
        ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", *suites, "</testsuites>"]
    )


def _suite(rule: RuleInfo, report: Report, sources: Sources) -> str:
    findings = [finding for finding in report.findings if finding.rule == rule.id]
    skipped = [known for known in report.suppressed if known.finding.rule == rule.id]
    names = _names([*findings, *(known.finding for known in skipped)])
    tests = [(next(names), _outcome(finding, sources)) for finding in findings]
    tests += [(next(names), _skipped(known.reason)) for known in skipped]
    if not tests:
        tests = [("no findings", "")]
    name = title(rule.id, rule.name)
    # Jenkins shows what stands before the last dot as the package.
    case = f"    <testcase{_attribute('classname', 'tfgen.' + name.replace('.', '-'))}"
    counts = {
        "name": name,
        "tests": str(len(tests)),
        "failures": str(sum(finding.severity != "note" for finding in findings)),
        "errors": "0",
        "skipped": str(len(skipped)),
    }
    attributes = "".join(_attribute(key, value) for key, value in counts.items())
    lines = [f"  <testsuite{attributes}>"]
    for test, outcome in tests:
        start = f"{case}{_attribute('name', test)}"
        lines.append(f"{start}>{outcome}</testcase>" if outcome else f"{start}/>")
    return "\n".join([*lines, "  </testsuite>"])


def _outcome(finding: Finding, sources: Sources) -> str:
    text = _text(entry(finding, shown_source(sources, finding.where)))
    if finding.severity == "note":
        return f"<system-out>{text}</system-out>"
    said = _attribute("message", finding.message) + _attribute("type", finding.severity)
    return f"<failure{said}>{text}</failure>"


def _skipped(reason: str) -> str:
    return f"<skipped{_attribute('message', reason)}/>"


def _names(findings: list[Finding]) -> Iterator[str]:
    numbers: Counter[str] = Counter()
    used: set[str] = set()
    for finding in findings:
        base = name = _valid(f"{finding.where.file}: {finding.message}")
        while name in used:
            numbers[base] += 1
            name = f"{base} ({numbers[base] + 1})"
        used.add(name)
        yield name


def _attribute(name: str, value: str) -> str:
    return f' {name}="{xml_escape(_valid(value), _REFERENCES)}"'


def _text(value: str) -> str:
    return xml_escape(_valid(value), {"\r": "&#13;"})


def _valid(text: str) -> str:
    return _NOT_XML.sub(lambda match: escape(match[0]), text)
