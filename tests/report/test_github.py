"""Findings as workflow commands of GitHub Actions."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from tests.report.findings import EVERYTHING, PLAIN, SOURCES, TEXTS, reports
from tfgen.errors import Location
from tfgen.findings import Finding, Report, Severity
from tfgen.report.github import github_report
from tfgen.report.text import summary


def lines(*findings: Finding) -> list[str]:
    """The report of the findings, without the summary at its end."""
    *found, last = github_report(Report(findings, 3), SOURCES).split("\n")
    assert last == summary(Report(findings, 3))
    return found


def read(line: str) -> tuple[str, dict[str, str], str]:
    """A command, its properties and its message, read as GitHub documents them."""
    assert line.startswith("::")
    head, message = line[2:].split("::", 1)
    command, said = head.split(" ", 1)
    pairs = dict(pair.split("=", 1) for pair in said.split(","))
    return command, {name: _unescaped(text) for name, text in pairs.items()}, _unescaped(message)


def _unescaped(text: str) -> str:
    for escape, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ",")):
        text = text.replace(escape, character)
    return text.replace("%25", "%")


def test_an_annotation() -> None:
    assert lines(EVERYTHING) == [
        "::error file=generated/dev/main.tf,line=4,col=3,title=TFG101 encryption-at-rest"
        "::is not encrypted%0Atemplate: templates/stacks/environment/main.tf.j2:2"
        "%0Avalue from: environments/dev.yaml:17:5%0Athe key: generated/dev/keys.tf:8:1"
        "%0Awrite storage_encrypted = true%0Aand name a key"
    ]


def test_what_is_unknown_is_left_out() -> None:
    assert lines(replace(PLAIN, where=Location("a.tf"))) == [
        "::warning file=a.tf,title=syntax::reads differently"
    ]
    assert lines(replace(PLAIN, where=Location("a.tf", 2))) == [
        "::warning file=a.tf,line=2,title=syntax::reads differently"
    ]


def test_nothing_found_is_the_summary_alone() -> None:
    assert github_report(Report((), 3), SOURCES) == "no findings in 3 files"


def test_the_documented_escapes() -> None:
    finding = replace(
        PLAIN, message="100%\r\na::b, \x1b[m", where=Location("a:b,c%.tf", 1, 2), name="x,y"
    )
    assert lines(finding) == [
        "::warning file=a%3Ab%2Cc%25.tf,line=1,col=2,title=syntax x%2Cy::100%25%0D%0Aa::b, \\x1b[m"
    ]


def test_errors_first_and_no_more_than_github_shows() -> None:
    def some(severity: Severity, number: int) -> tuple[Finding, ...]:
        where = (Location(f"{severity}.tf", line) for line in range(1, number + 1))
        return tuple(replace(PLAIN, severity=severity, where=place) for place in where)

    many = (*some("note", 12), *some("warning", 11), *some("error", 14))
    found = lines(*many)
    commands = [read(line)[0] for line in found]
    assert commands == ["error"] * 10 + ["warning"] * 10 + ["notice"] * 10
    assert [read(line)[1]["line"] for line in found[:10]] == [str(line) for line in range(1, 11)]
    assert found[-1] == (
        "::notice title=tfgen::4 errors, 1 warning, 3 notes more than GitHub shows here"
    )
    few = lines(*some("note", 9), *some("warning", 10), *some("error", 10))
    assert [read(line)[1]["title"] for line in few] == ["syntax"] * 29


@given(reports())
def test_any_report_is_one_command_a_line(report: Report) -> None:
    *found, last = github_report(report, SOURCES).split("\n")
    assert last == summary(report)
    assert len(found) == len(report.findings)
    kinds = {"error": "error", "warning": "warning", "note": "notice"}
    ranked = sorted(report.findings, key=lambda finding: list(kinds).index(finding.severity))
    for finding, line in zip(ranked, found, strict=True):
        assert line.isprintable()
        command, properties, message = read(line)
        assert command == kinds[finding.severity]
        assert properties.keys() <= {"file", "line", "col", "title"}
        if (finding.message + finding.where.file).isprintable():
            assert message.startswith(finding.message)
            assert properties.get("file", "") == finding.where.file


@given(TEXTS)
def test_no_text_breaks_out_of_its_property(text: str) -> None:
    (line,) = lines(replace(PLAIN, where=Location(text, 7), name=text, message="end"))
    command, properties, message = read(line)
    assert (command, message) == ("warning", "end")
    assert properties["line"] == "7"
    assert properties["title"].startswith("syntax")
