"""The stack of the attempt before tfgen: each of its eight failures is found, and nothing else."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from tfgen.cli import run

STACK = Path(__file__).parents[1] / "cases" / "earlier_attempt"
EIGHT = tuple(f"TFG00{number}" for number in range(1, 9))
_EXPECT = re.compile(r"# expect:((?: TFG\d+)+)")
_EXPECT_AT = re.compile(r"# expect-at: (\d+) (TFG\d+)")


def expected() -> Counter[tuple[str, int, str]]:
    """File, line and rule of each finding that the comments in the stack announce."""
    found: Counter[tuple[str, int, str]] = Counter()
    for path in sorted(STACK.glob("*.tf")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            for mark in _EXPECT.finditer(line):
                found.update((path.name, number, rule) for rule in mark[1].split())
            for mark in _EXPECT_AT.finditer(line):
                found[path.name, int(mark[1]), mark[2]] += 1
    return found


def test_the_eight_failures_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["validate", str(STACK), "--select", ",".join(EIGHT), "--format", "json"]
    assert run(arguments) == 1
    report = json.loads(capsys.readouterr().out)
    found = Counter(
        (
            Path(diagnostic["range"]["filename"]).name,
            diagnostic["range"]["start"]["line"],
            diagnostic["tfgen"]["rule"],
        )
        for diagnostic in report["diagnostics"]
    )
    assert found == expected()
    assert {rule for _, _, rule in found} == set(EIGHT)


@pytest.mark.parametrize("rule", EIGHT)
def test_explain_tells_how_to_mend_each(rule: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", rule]) == 0
    text = capsys.readouterr().out
    assert rule in text
    assert "Mend" in text
