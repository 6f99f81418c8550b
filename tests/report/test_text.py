"""Findings as a person reads them."""

from __future__ import annotations

from tfgen.errors import Location
from tfgen.findings import Finding
from tfgen.report.text import text_report

FINDING = Finding(
    rule="syntax",
    severity="error",
    message="argument or block definition required",
    where=Location("generated/dev/main.tf", 4, 3),
    remedy="write name = value",
    template=Location("templates/stacks/environment/main.tf.j2", 2),
    value=Location("environments/dev.yaml", 17, 5),
)


def test_shows_the_line_with_a_caret_under_the_column_and_the_other_places() -> None:
    assert text_report([FINDING], lambda _: "\t = 1") == (
        "generated/dev/main.tf:4:3: error: argument or block definition required [syntax]\n"
        "  4 |   = 1\n"
        "        ^\n"
        "  template: templates/stacks/environment/main.tf.j2:2\n"
        "  value from: environments/dev.yaml:17:5\n"
        "  write name = value"
    )


def test_caret_is_under_the_character_of_its_column() -> None:
    line, caret = text_report([FINDING], lambda _: "ab@cd").splitlines()[1:3]
    assert line[caret.index("^")] == "@"


def test_without_source_there_is_no_caret() -> None:
    assert "^" not in text_report([FINDING], lambda _: "")


def test_colour_marks_the_severity_only() -> None:
    plain = text_report([FINDING], lambda _: "")
    assert text_report([FINDING], lambda _: "", colour=True) == plain.replace(
        "error:", "\x1b[31merror\x1b[m:", 1
    )


def test_findings_are_separated_by_a_blank_line() -> None:
    assert text_report([FINDING, FINDING], lambda _: "").count("\n\n") == 1
    assert text_report([], lambda _: "") == ""
