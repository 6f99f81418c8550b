"""The findings a team has accepted for now."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.findings import EVERYTHING, PLAIN, findings, reports
from tfgen.errors import Location, TfgenError
from tfgen.findings import Finding, Report
from tfgen.report.baseline import Entry, dump, load, split

TEXT = """{
  "version": 1,
  "findings": [
    {
      "rule": "syntax",
      "file": "a.tf",
      "address": "",
      "message": "reads differently",
      "count": 1
    },
    {
      "rule": "TFG101",
      "file": "generated/dev/main.tf",
      "address": "aws_db_instance.this",
      "message": "is not encrypted",
      "count": 2
    }
  ]
}
"""


def moved(finding: Finding, line: int) -> Finding:
    return replace(finding, where=Location(finding.where.file, line, 1))


def test_what_a_baseline_holds() -> None:
    assert dump(Report((EVERYTHING, PLAIN, moved(EVERYTHING, 90)))) == TEXT
    assert dump(Report(())) == '{\n  "version": 1,\n  "findings": []\n}\n'


def test_text_stays_readable() -> None:
    assert '"message": "ü → “x”"' in dump(Report((replace(PLAIN, message="ü → “x”"),)))


def test_a_file_name_that_is_not_utf_8() -> None:
    finding = replace(PLAIN, where=Location("a\udcff.tf", 1))
    text = dump(Report((finding,)))
    assert '"file": "a\\udcff.tf"' in text
    found = split([finding], load(text.encode().decode(), "baseline.json"))
    assert (found.known, found.gone) == ((finding,), ())


def test_new_known_and_gone() -> None:
    first, second, third = (moved(EVERYTHING, line) for line in (30, 50, 70))
    other = replace(PLAIN, message="is something else")
    found = split([third, other, second, first], load(TEXT, "baseline.json"))
    assert found.new == (other, third)
    assert found.known == (first, second)
    assert found.gone == (Entry("syntax", "a.tf", "", "reads differently"),)


def test_a_count_that_is_not_reached_is_gone() -> None:
    found = split([EVERYTHING, PLAIN], load(TEXT, "baseline.json"))
    assert (found.new, found.known) == ((), (PLAIN, EVERYTHING))
    assert found.gone == (
        Entry("TFG101", "generated/dev/main.tf", "aws_db_instance.this", "is not encrypted"),
    )


@given(reports())
def test_what_was_written_is_known_wherever_it_moves(report: Report) -> None:
    text = dump(report)
    baseline = load(text, "baseline.json")
    shifted = tuple(moved(finding, finding.where.line + 7) for finding in report.findings)
    found = split(shifted, baseline)
    assert (found.new, found.gone) == ((), ())
    assert sorted(map(repr, found.known)) == sorted(map(repr, shifted))
    assert dump(Report(shifted)) == text


@given(st.lists(findings(), max_size=4), st.lists(findings(), max_size=4))
def test_every_finding_is_new_or_known(old: list[Finding], now: list[Finding]) -> None:
    found = split(now, load(dump(Report(tuple(old))), "baseline.json"))
    assert sorted(map(repr, (*found.new, *found.known))) == sorted(map(repr, now))


WRONG = {
    "": "1:1: is not JSON: Expecting value",
    '{\n  "version": 1,,': "2:16: is not JSON: Expecting property name enclosed in double quotes",
    "[]": "1:1: 'baseline' must be an object",
    '{\n  "findings": []\n}': "1:1: 'baseline' lacks 'version'",
    '{"version": 2, "findings": []}': "1:2: 'version' must be 1, the only one this tfgen knows",
    '{"version": true, "findings": []}': "1:2: 'version' must be 1, the only one this tfgen knows",
    '{"version": 1, "findings": {}}': "1:16: 'findings' must be a list",
    '{"version": 1, "findings": [], "x": 0}': "1:32: 'x' is not part of a baseline",
    '{"version": 1, "version": 1, "findings": []}': "1:16: 'version' stands there twice",
    '{"version": 1, "findings": [\n  7\n]}': "2:3: 'findings' must be an object",
    TEXT.replace('      "address": "",\n', ""): "4:5: 'findings' lacks 'address'",
    TEXT.replace('"a.tf"', "7"): "6:7: 'file' must be text",
    TEXT.replace('"count": 1', '"count": 0'): "9:7: 'count' must be a whole number from 1",
    TEXT.replace('"count": 1', '"count": true'): "9:7: 'count' must be a whole number from 1",
    TEXT.replace('"count": 1', '"count": 1, "line": 4'): "9:19: 'line' is not part of a baseline",
}


@pytest.mark.parametrize("text", WRONG)
def test_a_malformed_baseline(text: str) -> None:
    with pytest.raises(TfgenError) as caught:
        load(text, "baseline.json")
    (problem,) = caught.value.problems
    assert f"{problem.where}: {problem.message}" == f"baseline.json:{WRONG[text]}"
    assert problem.hint == "write it again with --write-baseline"


def test_an_entry_that_stands_there_twice() -> None:
    document = json.loads(TEXT)
    document["findings"].append(document["findings"][0])
    with pytest.raises(TfgenError, match=r"json:18:5: .*same as an earlier one; add up"):
        load(json.dumps(document, indent=2), "baseline.json")


@pytest.mark.parametrize("text", ["[" * 100_000, '{"version": ' + "9" * 5000 + "}"])
def test_json_that_python_cannot_read(text: str) -> None:
    with pytest.raises(TfgenError, match=r"^baseline\.json: is not a baseline"):
        load(text, "baseline.json")
