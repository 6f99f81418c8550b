"""From what fleets of 100 and 1,000 environments cost to what 10,000 do, alone or in shards.

Costs grow in a straight line (README.md has the figures): what one more environment costs comes
from the difference of the two, and what a run costs before its first environment is the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.measure import Result
from benchmarks.table import markdown

SMALL, LARGE = 100, 1_000
WHOLE, SHARDS = 10_000, 20
_IN_SHARDS = ("cold-1", "cold", "checkout", "validate", "template")
_SCENARIOS = (*_IN_SHARDS, "cross", "unchanged", "value", "diff")
_UNITS = ((60.0, "s", 1.0), (7_200.0, "min", 60.0))


@dataclass(frozen=True)
class Line:
    """Seconds that a run costs before the first environment, and with each one more."""

    start: float
    each: float

    def at(self, count: int) -> float:
        """The seconds of ``count`` environments."""
        return self.start + self.each * count


def line(small: float, large: float) -> Line:
    """The straight line through what two fleets cost; never one that begins below nothing."""
    each = (large - small) / (LARGE - SMALL)
    return Line(max(0.0, small - each * SMALL), each)


def table(results: Sequence[Result], titles: Mapping[str, str]) -> str:
    """A line for each scenario that both fleets were measured in."""
    known = {(one.scenario, one.fleet): one.cost for one in results}
    rows = []
    for name in _SCENARIOS:
        if (name, SMALL) not in known or (name, LARGE) not in known:
            continue
        small, large = known[name, SMALL], known[name, LARGE]
        cpu, wall = line(small.cpu, large.cpu), line(small.wall, large.wall)
        rows.append(
            [
                titles[name],
                f"{_digits(cpu.each * 1000)} ms",
                _time(cpu.at(WHOLE)),
                _time(wall.at(WHOLE)),
                _time(wall.at(WHOLE // SHARDS)) if name in _IN_SHARDS else "",
                f"{large.memory / 1e6:.0f} MB",
            ]
        )
    heads = [
        "",
        "CPU of one more",
        f"CPU of {WHOLE:,}",
        "wait, one machine",
        f"wait, {SHARDS} shards",
        f"memory at {LARGE:,}",
    ]
    return markdown(heads, rows)


def _time(seconds: float) -> str:
    for limit, unit, size in _UNITS:
        if seconds < limit:
            return f"{_digits(seconds / size)} {unit}"
    return f"{seconds / 3600:.1f} h"


def _digits(value: float) -> str:
    return f"{value:.2g}" if value < 10 else f"{value:,.0f}"
