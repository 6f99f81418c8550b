"""Findings as a person reads them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from tests.report.findings import EVERYTHING, PLAIN, SOURCES, reports
from tfgen.errors import Location
from tfgen.findings import Finding, Report, Suppressed
from tfgen.report.printable import printable, width
from tfgen.report.source import Sources
from tfgen.report.text import summary, text_findings

NOWHERE = Sources({})


def text(finding: Finding, line: str | None = None) -> str:
    """One finding, where its file's line is the one given."""
    where = finding.where
    texts = {} if line is None else {where.file: "\n" * (where.line - 1) + line}
    return text_findings(Report((finding,)), Sources(texts))


def test_shows_the_line_with_a_caret_the_other_places_and_the_remedy() -> None:
    assert text(EVERYTHING, "\t = 1") == (
        "generated/dev/main.tf:4:3: error: is not encrypted [TFG101 encryption-at-rest]\n"
        "  4 |   = 1\n"
        "        ^\n"
        "  template: templates/stacks/environment/main.tf.j2:2\n"
        "  value from: environments/dev.yaml:17:5\n"
        "  the key: generated/dev/keys.tf:8:1\n"
        "  write storage_encrypted = true\n"
        "  and name a key"
    )


def test_a_hidden_line_is_shown_without_its_secret() -> None:
    finding = replace(PLAIN, where=Location("a.tf", 1, 16))
    assert text_findings(Report((finding,)), SOURCES).splitlines()[1:] == [
        '  1 | password = "…"',
        "                  ^",
    ]


@pytest.mark.parametrize(
    ("line", "column", "under"),
    [
        ("ab@cd", 3, "@"),
        ("日本@", 3, "@"),
        ("日本@", 2, "本"),
        ("e\u0301@", 3, "@"),
        ("\x1b[31m@", 6, "@"),
        ("\t\t@", 3, "@"),
        ("x" * 300 + "@" + "y" * 300, 301, "@"),
        ("日" * 300 + "@" + "本" * 300, 301, "@"),
        ("@" + "y" * 300, 1, "@"),
        ("y" * 300 + "@", 301, "@"),
    ],
)
def test_the_caret_is_under_the_character_of_its_column(line: str, column: int, under: str) -> None:
    finding = replace(EVERYTHING, where=Location("a.tf", 4, column))
    shown, caret = text(finding, line).splitlines()[1:3]
    before = shown[: shown.index(under)]
    assert width(before) == caret.index("^")
    assert caret.strip() == "^"
    assert width(shown) <= len("  4 | ") + 102


def test_a_long_line_is_cut_on_both_sides_of_the_column() -> None:
    line = "".join(f"{number:>4}" for number in range(100))
    finding = replace(EVERYTHING, where=Location("a.tf", 4, 201))
    assert text(finding, line).splitlines()[1:3] == [
        f"  4 | …{line[150:250]}…",
        " " * (len("  4 | …") + 50) + "^",
    ]


def test_the_caret_stays_within_the_line() -> None:
    finding = replace(EVERYTHING, where=Location("a.tf", 4, 90))
    assert text(finding, "ab").splitlines()[1:3] == ["  4 | ab", "        ^"]


def test_without_a_column_there_is_no_caret() -> None:
    shown = text(replace(EVERYTHING, where=Location("a.tf", 4)), "a = 1").splitlines()
    assert shown[1:3] == ["  4 | a = 1", "  template: templates/stacks/environment/main.tf.j2:2"]


@pytest.mark.parametrize("line", [None, "", "   "])
def test_without_source_there_is_neither_line_nor_caret(line: str | None) -> None:
    assert "^" not in text(EVERYTHING, line)
    assert " | " not in text(EVERYTHING, line)


def test_a_file_without_a_line() -> None:
    finding = Finding("syntax", "error", "is not UTF-8", Location("a.tf"))
    assert text_findings(Report((finding,)), SOURCES) == "a.tf: error: is not UTF-8 [syntax]"


def test_what_a_terminal_would_act_on_is_made_visible() -> None:
    finding = Finding(
        rule="X\x07",
        severity="note",
        message="says \x1b]0;title\x07\nand \u202emore",
        where=Location("a\x1b[2J.tf", 1, 1),
        remedy="press\b\b\nenter",
        related=(("l\rabel", Location("b\x9b.tf")),),
    )
    assert text(finding, "\x1b[31m\x00\u200b\U000e0001") == (
        "a\\x1b[2J.tf:1:1: note: says \\x1b]0;title\\x07\\x0aand \\u202emore [X\\x07]\n"
        "  1 | \\x1b[31m\\x00\\u200b\\U000e0001\n"
        "      ^\n"
        "  l\\x0dabel: b\\x9b.tf\n"
        "  press\\x08\\x08\n"
        "  enter"
    )


@given(reports())
def test_every_line_prints(report: Report) -> None:
    shown = text_findings(report, SOURCES)
    assert all(line.isprintable() for line in shown.split("\n"))
    assert "hunter2" not in shown


def test_printable_text_stays_itself() -> None:
    assert printable("é 日本 = “x”") == "é 日本 = “x”"


def test_colour_marks_the_severity_only() -> None:
    report = Report((EVERYTHING, PLAIN, replace(PLAIN, severity="note")))
    plain = text_findings(report, NOWHERE)
    assert text_findings(report, NOWHERE, colour=True) == (
        plain.replace(": error:", ": \x1b[31merror\x1b[m:")
        .replace(": warning:", ": \x1b[33mwarning\x1b[m:")
        .replace(": note:", ": \x1b[36mnote\x1b[m:")
    )


def test_findings_are_separated_by_a_blank_line() -> None:
    assert text_findings(Report((EVERYTHING, PLAIN)), NOWHERE).count("\n\n") == 1
    assert text_findings(Report(()), NOWHERE) == ""


def test_summary() -> None:
    hidden = (Suppressed(PLAIN, "reason"),) * 2
    errors = (EVERYTHING, EVERYTHING, EVERYTHING)
    assert summary(Report(())) == "no findings in 0 files"
    assert summary(Report((), 72, known=5)) == "no findings in 72 files; 5 in the baseline"
    assert (
        summary(Report((*errors, PLAIN), 72, suppressed=hidden))
        == "3 errors, 1 warning in 72 files; 2 suppressed"
    )
    notes = (replace(PLAIN, severity="note"),) * 2
    assert (
        summary(Report(notes, 1, suppressed=hidden, known=1))
        == "2 notes in 1 file; 2 suppressed; 1 in the baseline"
    )
