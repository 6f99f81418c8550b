"""Every rule against the cases in tests/cases/rules/<ID>/: each marked line, and no other.

A case is a file of Terraform or a folder of them. A comment ``# expect: TFG101`` marks the line
it ends, once per finding; ``# expect-at: 17 TFG101`` marks a line that cannot hold a comment. Only
findings of the rule under test count. Run one rule's cases with ``-k TFG101``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tfgen.errors import Location, Problem
from tfgen.program.load import load
from tfgen.program.model import Program
from tfgen.rules.registry import Rule, rule
from tfgen.rules.run import run

CASES = Path(__file__).parents[1] / "cases" / "rules"
RULE_FILES = Path(__file__).parents[2] / "tfgen" / "rules"
_ID = re.compile(r'^ID(?:: Final(?:\[str\])?)? = "(TFG\d+)"', re.MULTILINE)
_EXPECT = re.compile(r"(?:#|//)\s*expect:((?:\s+TFG\d+)+)")
_EXPECT_AT = re.compile(r"(?:#|//)\s*expect-at:\s*(\d+)((?:\s+TFG\d+)+)")
_NAMED = re.compile(
    r'^\s*(?:resource|data)\s+"[^"]*"\s+"(pass|fail)_|^\s*\w+\s+"(pass|fail)_', re.MULTILINE
)


def _ids() -> dict[str, str]:
    """The module of each rule by the rule's id."""
    return {
        found[1]: path.stem
        for path in sorted(RULE_FILES.glob("[!_]*.py"))
        if (found := _ID.search(path.read_text()))
    }


IDS = _ids()


def _cases() -> list[Path]:
    return sorted(
        case
        for folder in sorted(CASES.iterdir())
        if folder.is_dir()
        for case in folder.iterdir()
        if case.is_dir() or case.suffix == ".tf"
    )


def _sources(case: Path) -> list[tuple[str, str]]:
    """Path as shown and text of each file of a case."""
    if case.is_file():
        return [("main.tf", case.read_text())]
    return [(path.relative_to(case).as_posix(), path.read_text()) for path in _files(case)]


def _files(case: Path) -> list[Path]:
    return sorted(case.rglob("*.tf"))


def _expected(sources: list[tuple[str, str]], rule_id: str) -> Counter[str]:
    """``file:line`` of every finding of the rule that the comments announce."""
    found: Counter[str] = Counter()
    for file, text in sources:
        for number, line in enumerate(text.split("\n"), 1):
            for mark in _EXPECT.finditer(line):
                found[f"{file}:{number}"] += mark[1].split().count(rule_id)
            for mark in _EXPECT_AT.finditer(line):
                found[f"{file}:{mark[1]}"] += mark[2].split().count(rule_id)
    return +found


def _found(sources: list[tuple[str, str]], tested: Rule) -> dict[str, list[str]]:
    """The messages of the rule's findings by ``file:line``."""
    program = load(sources)
    broken = [f"{path}: {file.error}" for path, file in program.files.items() if file.error]
    assert not broken, "no HCL, and nothing would be found there"
    found: dict[str, list[str]] = {}
    for finding in run(program, [tested]):
        place = f"{finding.where.file}:{finding.where.line}"
        found.setdefault(place, []).append(finding.message)
    return found


def _differences(sources: list[tuple[str, str]], tested: Rule) -> list[str]:
    """What is marked and not found, and what is found and not marked."""
    expected = _expected(sources, tested.id)
    found = _found(sources, tested)
    counts = Counter({place: len(messages) for place, messages in found.items()})
    missing = [f"not found: {place}" for place in (expected - counts).elements()]
    wrong = [
        f"not expected: {place}: {'; '.join(found[place])}" for place in sorted(counts - expected)
    ]
    return [*missing, *wrong]


@pytest.mark.parametrize("case", _cases(), ids=lambda case: f"{case.parent.name}-{case.stem}")
def test_case(case: Path) -> None:
    rule_id = case.parent.name
    assert rule_id in IDS, f"no file in tfgen/rules has the ID {rule_id}"
    sources = _sources(case)
    assert sources, "a case without files"
    differences = _differences(sources, rule(IDS[rule_id]))
    assert not differences, "\n".join(differences)


def test_a_case_can_fail() -> None:
    """The comparison notices a mark without a finding, a finding without a mark, and numbers."""

    def check(program: Program) -> Iterator[Problem]:
        for line in (1, 2, 2):
            yield Problem(f"line {line}", Location("main.tf", line))
        yield Problem("also line 2", Location("main.tf", 2))

    tested = Rule("TFG901", "a-rule", "error", "A.", "A.", check)
    lines = ["a = 1 # expect: TFG901", "b = 2 // expect: TFG901 TFG902 TFG901", "c = 3"]
    assert _differences([("main.tf", "\n".join(lines))], tested) == []
    lines[2] += " # expect: TFG901"
    assert _differences([("main.tf", "\n".join(lines))], tested) == ["not found: main.tf:3"]
    text = "a = 1\nb = 2 # expect: TFG901\n# expect-at: 2 TFG901\n"
    assert _differences([("main.tf", text)], tested) == ["not expected: main.tf:1: line 1"]
    text = "a = 1 # expect: TFG901\nb = 2 # expect: TFG901\n"
    assert _differences([("main.tf", text)], tested) == [
        "not expected: main.tf:2: also line 2; line 2"
    ]
    with pytest.raises(AssertionError, match="no HCL"):
        _differences([("main.tf", "a = [")], tested)


@pytest.mark.parametrize("rule_id", sorted(IDS))
def test_every_rule_has_passing_and_failing_cases(rule_id: str) -> None:
    texts = [path.read_text() for path in _files(CASES / rule_id)]
    named = {first or second for text in texts for first, second in _NAMED.findall(text)}
    assert named >= {"pass", "fail"}, f"{rule_id}: name blocks pass_… and fail_… in its cases"
    marked = [mark for text in texts for mark in _EXPECT.findall(text) + _EXPECT_AT.findall(text)]
    assert any(rule_id in "".join(mark) for mark in marked), f"{rule_id}: no case fails"
