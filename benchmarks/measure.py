"""The cost of whole processes: CPU, wall clock and peak memory, and the median of several runs."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_WATCH = Path(__file__).with_name("_watch.py")
_LONG = 10.0
_VERY_LONG = 60.0


class FailedError(Exception):
    """A measured program ended otherwise than it should; the message has what it printed."""


@dataclass(frozen=True)
class Cost:
    """Seconds of CPU (user and system, children included) and of wall clock, and bytes of memory.

    ``memory`` is the peak of the largest single process.
    """

    cpu: float
    wall: float
    memory: int


@dataclass(frozen=True)
class Result:
    """The medians of a scenario on a fleet, and the runs that they are of."""

    scenario: str
    fleet: int
    cost: Cost
    runs: tuple[Cost, ...]


def measure(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    log: Path,
    expected: int = 0,
) -> Cost:
    """Run a command in a folder, with exactly these environment variables, and say what it cost.

    ``log`` is a file for what it prints. FailedError if it does not exit with ``expected``.
    """
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(_WATCH), str(log), *command],
        cwd=folder,
        env=dict(environment),
        check=True,
        capture_output=True,
        text=True,
    )
    status, cpu, wall, memory = done.stdout.split()
    if int(status) != expected:
        printed = log.read_text(errors="replace")[-4000:]
        raise FailedError(f"exit status {status} of {' '.join(command)}\n{printed}")
    return Cost(float(cpu), float(wall), int(memory))


def repeat(once: Callable[[int], Cost], runs: int) -> tuple[Cost, ...]:
    """Several costs: ``runs``, or three if one takes over ten seconds, one if over a minute.

    ``once`` gets the number of the run, from 0. ``runs`` is odd, so that a median is a run.
    """
    costs = [once(0)]
    wanted = runs
    if costs[0].wall > _LONG:
        wanted = min(runs, 3)
    if costs[0].wall > _VERY_LONG:
        wanted = 1
    costs += [once(number) for number in range(1, wanted)]
    return tuple(costs)


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each figure by itself."""
    return Cost(
        statistics.median(cost.cpu for cost in costs),
        statistics.median(cost.wall for cost in costs),
        int(statistics.median(cost.memory for cost in costs)),
    )
