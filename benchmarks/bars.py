"""What is asked of tfgen's speed, and how the results compare: a bar is met or missed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.measure import Cost, Result
from benchmarks.table import markdown

Costs = Mapping[tuple[str, int], Cost]
_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Bar:
    """A figure that must be at most ``limit``, or with ``least`` at least that.

    ``figure`` raises KeyError where something it compares was not measured.
    """

    title: str
    limit: float
    figure: Callable[[Costs], float]
    unit: str = ""
    least: bool = False


def _ratio(one: tuple[str, int], other: tuple[str, int]) -> Callable[[Costs], float]:
    return lambda costs: costs[one].cpu / costs[other].cpu


def _cpu(name: str, fleet: int) -> Callable[[Costs], float]:
    return lambda costs: costs[name, fleet].cpu


def _per_second(name: str, fleet: int) -> Callable[[Costs], float]:
    return lambda costs: fleet / costs[name, fleet].cpu


BARS = (
    Bar("`--help`, times bare Python", 5, _ratio(("help", 1), ("python", 1))),
    Bar("nothing changed, 1", 0.10, _cpu("unchanged", 1), "s"),
    Bar("nothing changed, 10", 0.10, _cpu("unchanged", 10), "s"),
    Bar("nothing changed, 100", 0.15, _cpu("unchanged", 100), "s"),
    Bar("nothing changed, 1,000", 0.40, _cpu("unchanged", 1000), "s"),
    Bar("1 cold, all levels and rules", 1.0, _cpu("cold", 1), "s"),
    Bar("1 cold, all levels and rules, wall clock", 0.7, lambda c: c["cold", 1].wall, "s"),
    Bar("1 cold, level 1", 0.8, _cpu("cold-1", 1), "s"),
    Bar("one value edited in one of 100", 0.35, _cpu("value", 100), "s"),
    Bar(
        "100 cold, level 1: CDKTF costs times as much",
        6,
        _ratio(("cdktf", 100), ("cold-1", 100)),
        least=True,
    ),
    Bar(
        "100 cold, level 1: Kapitan costs times as much",
        40,
        _ratio(("kapitan", 100), ("cold-1", 100)),
        least=True,
    ),
    Bar(
        "1,000 cold, level 1: environments per CPU second",
        120,
        _per_second("cold-1", 1000),
        least=True,
    ),
    Bar(
        "1,000 cold, level 1: memory of the largest process",
        120,
        lambda c: c["cold-1", 1000].memory / _MEGABYTE,
        "MB",
    ),
    Bar("1,000 cold, level 1, times the floor", 2.5, _ratio(("cold-1", 1000), ("floor", 1000))),
    Bar(
        "1,000 cold, all levels and rules: environments per CPU second",
        20,
        _per_second("cold", 1000),
        least=True,
    ),
    Bar("1,000 cost times 100, level 1", 11, _ratio(("cold-1", 1000), ("cold-1", 100))),
    Bar("1,000 cost times 100, all levels and rules", 11, _ratio(("cold", 1000), ("cold", 100))),
    Bar(
        "`validate` of 10,000 lines, times 5,000", 2.2, _ratio(("root-10000", 1), ("root-5000", 1))
    ),
)


def table(results: Sequence[Result]) -> str:
    """A line for each bar that the results have the figures for."""
    costs = {(one.scenario, one.fleet): one.cost for one in results}
    rows = []
    for bar in BARS:
        try:
            value = bar.figure(costs)
        except KeyError:
            continue
        met = value >= bar.limit if bar.least else value <= bar.limit
        asked = f"at {'least' if bar.least else 'most'} {bar.limit:g} {bar.unit}".strip()
        rows.append(
            [bar.title, asked, f"{value:.3g} {bar.unit}".strip(), "met" if met else "**missed**"]
        )
    return markdown(["", "asked", "measured", ""], rows)
