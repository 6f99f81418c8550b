"""The order of findings and what a report counts."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from tests.report.findings import EVERYTHING, PLAIN, findings
from tfgen.errors import Location
from tfgen.findings import (
    Finding,
    Report,
    RuleInfo,
    Suppressed,
    identity,
    rules_of,
    sort_key,
    title,
)


def test_by_place_then_the_worst_first() -> None:
    def at(line: int, column: int = 0, file: str = "b.tf") -> Location:
        return Location(file, line, column)

    ordered = (
        replace(PLAIN, where=at(9, file="a.tf")),
        replace(PLAIN, where=at(2)),
        replace(PLAIN, where=at(2, 1)),
        replace(PLAIN, where=at(10), severity="error", rule="TFG900"),
        replace(PLAIN, where=at(10), severity="warning"),
        replace(PLAIN, where=at(10), severity="note"),
    )
    for given_order in permutations(ordered):
        assert Report(given_order).findings == ordered


@given(st.lists(findings(), max_size=4), st.data())
def test_the_order_given_makes_no_difference(some: list[Finding], data: st.DataObject) -> None:
    turned = data.draw(st.permutations(some))
    assert Report(tuple(turned)) == Report(tuple(some))


@given(findings(), findings())
def test_only_equal_findings_have_equal_keys(first: Finding, second: Finding) -> None:
    one, other = sort_key(first), sort_key(second)
    assert (one == other) == (first == second)
    assert (one < other) + (other < one) == (first != second)


def test_each_field_is_part_of_the_key() -> None:
    where = Location("z.tf", 9, 9)
    changed = {
        "rule": "Z",
        "severity": "note",
        "message": "z",
        "where": where,
        "remedy": "z",
        "template": where,
        "value": where,
        "related": (("z", where),),
        "address": "z",
        "name": "z",
    }
    assert set(changed) == set(Finding.__dataclass_fields__)
    for field, value in changed.items():
        other = replace(EVERYTHING, **{field: value})  # type: ignore[arg-type]
        assert sort_key(other) != sort_key(EVERYTHING), field


def test_identity_knows_no_lines() -> None:
    assert identity(EVERYTHING) == (
        "TFG101",
        "generated/dev/main.tf",
        "aws_db_instance.this",
        "is not encrypted",
    )
    moved = replace(EVERYTHING, where=Location("generated/dev/main.tf", 99))
    assert identity(moved) == identity(EVERYTHING)


def test_a_positional_finding_needs_no_more_than_a_place() -> None:
    finding = Finding("syntax", "error", "is not UTF-8", Location("a.tf", 2), "save it as UTF-8")
    assert (finding.rule, finding.severity, finding.remedy) == (
        "syntax",
        "error",
        "save it as UTF-8",
    )
    assert (finding.name, finding.address, finding.related) == ("", "", ())


def test_counts_by_severity() -> None:
    report = Report((EVERYTHING, replace(EVERYTHING, severity="note"), PLAIN))
    assert [report.count(severity) for severity in ("error", "warning", "note")] == [1, 1, 1]


def test_rules_and_suppressed_findings_are_sorted() -> None:
    rules = tuple(RuleInfo(rule, "name", "error", "Says.") for rule in ("TFG002", "TFG001"))
    suppressed = tuple(
        Suppressed(replace(PLAIN, where=Location("a.tf", line)), "reason") for line in (3, 1, 2)
    )
    report = Report((), rules=rules, suppressed=suppressed)
    assert [rule.id for rule in report.rules] == ["TFG001", "TFG002"]
    assert [entry.finding.where.line for entry in report.suppressed] == [1, 2, 3]


def test_rules_that_only_findings_name_are_described_too() -> None:
    described = RuleInfo("TFG101", "encryption-at-rest", "error", "Data is encrypted.")
    hidden = Suppressed(replace(PLAIN, rule="TFG102", name="tls"), "reason")
    report = Report((EVERYTHING, PLAIN), rules=(described,), suppressed=(hidden,))
    assert rules_of(report) == (
        described,
        RuleInfo("TFG102", "tls", "warning", "tls"),
        RuleInfo("syntax", "syntax", "warning", "syntax"),
    )


def test_title_names_a_rule_once() -> None:
    assert title("TFG101", "encryption-at-rest") == "TFG101 encryption-at-rest"
    assert title("syntax", "syntax") == title("syntax", "") == "syntax"
