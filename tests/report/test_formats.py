"""The table of formats."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given

from tests.report.findings import EVERYTHING, PLAIN, SOURCES, reports
from tfgen.errors import Location
from tfgen.findings import Finding, Report, Suppressed
from tfgen.report.formats import FORMATS
from tfgen.report.source import Sources


def test_names() -> None:
    assert list(FORMATS) == ["text", "json", "sarif", "github", "junit"]


@given(reports())
def test_the_same_report_gives_the_same_text(report: Report) -> None:
    turned = Report(
        report.findings[::-1],
        report.files,
        report.rules[::-1],
        report.suppressed[::-1],
        report.known,
    )
    for render in FORMATS.values():
        text = render(report, SOURCES)
        assert text == render(turned, SOURCES)
        assert not text.endswith("\n")


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_shows_what_is_hidden(name: str) -> None:
    lines = ['password = "canary"', "  canary", 'x = ["a", "canary"]']
    sources = Sources(
        {"a.tf": "\n".join(lines), "broken.tf": "\n".join(lines[::2])},
        hidden={("a.tf", 1), ("a.tf", 2), ("a.tf", 3)},
        unparsed={"broken.tf"},
    )
    places = [Location("a.tf", line, column) for line in (1, 2, 3) for column in (0, 1, 5, 40)]
    places += [Location("broken.tf", line, column) for line in (1, 2) for column in (0, 1, 14)]
    found = tuple(Finding("syntax", "note", "is wrong", where) for where in places)
    suppressed = (Suppressed(found[0], "reason"),)
    text = FORMATS[name](Report(found, suppressed=suppressed), sources)
    assert "is wrong" in text
    assert "canary" not in text


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_name_that_is_not_utf_8(name: str) -> None:
    finding = Finding("syntax", "error", "is wrong", Location("a\udcff.tf", 1))
    text = FORMATS[name](Report((finding,)), SOURCES)
    assert text.encode().isascii()
    assert ("a%ED%B3%BF.tf" if name == "sarif" else "a\\udcff.tf") in text


def test_a_format_loads_no_other() -> None:
    code = (
        "import sys, tfgen.report.formats\n"
        "print(sorted(name for name in sys.modules if name.startswith('tfgen.re')))\n"
        "print('json' in sys.modules, 'tfgen.rules' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == (
        "['tfgen.report', 'tfgen.report.formats', 'tfgen.report.source']\nFalse False\n"
    )


def test_every_format_names_rule_place_and_message() -> None:
    for render in FORMATS.values():
        text = render(Report((EVERYTHING, PLAIN)), SOURCES)
        assert "TFG101" in text
        assert "generated/dev/main.tf" in text
        assert "is not encrypted" in text
