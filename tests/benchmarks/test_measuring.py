"""What the benchmarks measure and print is what they say."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from random import Random

import pytest

from benchmarks import bars, scale, table
from benchmarks.measure import Cost, FailedError, Result, measure, median, repeat
from benchmarks.mutants import blocks, collect, judge
from benchmarks.scenarios import SCENARIOS
from tests.generated.trees import REPOSITORY

MEGABYTE = 1_000_000


def _measured(code: str, folder: Path, expected: int = 0) -> Cost:
    log = folder / "log.txt"
    return measure([sys.executable, "-c", code], folder, os.environ, log, expected)


def test_memory_is_that_of_the_largest_process(tmp_path: Path) -> None:
    child = "import os; f = os.fork()\nif f: os.waitpid(f, 0)\nelse: b'x' * 90_000_000"
    assert 90 * MEGABYTE < _measured(child, tmp_path).memory < 140 * MEGABYTE


def test_what_fails_is_told_with_what_it_printed(tmp_path: Path) -> None:
    code = "import sys; print('so it is'); sys.exit(3)"
    assert _measured(code, tmp_path, 3).cpu > 0
    with pytest.raises(FailedError, match=r"exit status 3(.|\n)*so it is"):
        _measured(code, tmp_path)


@pytest.mark.parametrize(("wall", "runs"), [(1.0, 5), (11.0, 3), (61.0, 1)])
def test_long_runs_are_fewer(wall: float, runs: int) -> None:
    assert len(repeat(lambda number: Cost(number, wall, number), 5)) == runs


def test_the_median_is_of_each_figure() -> None:
    costs = [Cost(1, 30, 200), Cost(2, 10, 300), Cost(3, 20, 100)]
    assert median(costs) == Cost(2, 20, 200)


def _result(scenario: str, fleet: int, cpu: float) -> Result:
    cost = Cost(cpu, cpu, 20 * MEGABYTE)
    return Result(scenario, fleet, cost, (cost,))


def test_bars_are_met_or_missed() -> None:
    results = [_result("python", 1, 0.02), _result("help", 1, 0.1), _result("unchanged", 1, 0.11)]
    assert bars.table(results).splitlines()[2:] == [
        "| `--help`, times bare Python | at most 5 | 5 | met |",
        "| nothing changed, 1 | at most 0.1 s | 0.11 s | **missed** |",
    ]


def test_tables_have_a_column_for_each_fleet() -> None:
    results = [_result("python", 1, 0.02), _result("cold", 1, 0.9), _result("cold", 1000, 12.3)]
    titles = {one.name: one.title for one in SCENARIOS}
    assert "| cold, all levels and rules | 0.900 (45) | 12.3 (615) |" in table.tables(
        results, titles
    )


def test_scale_follows_a_straight_line() -> None:
    results = [_result("cold", 100, 5.0), _result("cold", 1000, 41.0)]
    assert scale.table(results, {"cold": "cold"}).splitlines()[2:] == [
        "| cold | 40 ms | 6.7 min | 6.7 min | 21 s | 20 MB |"
    ]


def test_a_table_goes_between_its_marks() -> None:
    text = "a\n<!-- one -->\nold\n<!-- /one -->\nb\n"
    assert table.replace_between(text, "one", "new\n") == "a\n<!-- one -->\nnew\n<!-- /one -->\nb\n"
    with pytest.raises(ValueError, match="two"):
        table.replace_between(text, "two", "")


def test_scenarios_have_names_of_their_own() -> None:
    assert len({one.name for one in SCENARIOS}) == len(SCENARIOS)


def test_a_few_mutants_that_share_a_key_are_treated_alike() -> None:
    made, groups = collect(blocks(REPOSITORY / "generated/dev"), 400, Random(1))  # noqa: S311
    outcome = judge(made, groups)
    assert outcome.sharing > 400
    assert 0 < outcome.rejected < outcome.groups
    assert outcome.wrong == ()
