"""Measure tfgen, and what could be taken instead, on fleets of environments.

    python -m benchmarks.run                          # everything: about an hour
    python -m benchmarks.run --fleets 1,10 --scenarios help,cold,floor
    python -m benchmarks.run --json results.json --markdown

Whole processes are measured: CPU with all children, wall clock, and the memory of the largest
process. Every figure is the median of an odd number of runs, and all are taken in one run of this
script, so that ratios mean something on any machine. README.md says what is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks import bars, scale, table
from benchmarks.measure import Cost, FailedError, Result, measure, median, repeat
from benchmarks.peers import install
from benchmarks.peers.scenarios import PEERS, Peer, clean, environment
from benchmarks.scenarios import SCENARIOS, Fleet, Scenario, command, make_fleet, variables

README = Path(__file__).with_name("README.md")
SCALE = Path(__file__).parents[1] / "docs/scale.md"
LIBRARIES = ("click", "jinja2", "jsonschema-rs", "lark", "python-hcl2", "PyYAML", "regex")


def main() -> None:
    """Measure what is asked for, print each figure as it comes, and write what is asked for."""
    options = _options()
    names = set(options.scenarios) if options.scenarios else None
    about = machine()
    print("\n".join(f"{name}: {text}" for name, text in about.items()), flush=True)
    results: list[Result] = []
    titles = {one.name: one.title for one in SCENARIOS}
    for count in options.fleets:
        with tempfile.TemporaryDirectory(dir=options.folder) as name:
            fleet = make_fleet(Path(name), count)
            log = Path(name, "log.txt")
            for scenario in SCENARIOS:
                if scenario.smallest <= count <= scenario.largest and _wanted(scenario.name, names):
                    _keep(results, _scenario(scenario, fleet, log, options.runs))
            for peer in PEERS:
                if count <= max(peer.largest, options.slow_peers) and _wanted(peer.name, names):
                    title, result = _peer(peer, fleet, log, options)
                    titles[peer.name] = title
                    _keep(results, result)
            _write(options, about, results, titles)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    known = ", ".join(_all_names())
    parser.add_argument("--fleets", type=_numbers, default=[1, 10, 100, 1000], metavar="N,N…")
    parser.add_argument("--scenarios", type=_names, default=None, metavar="NAME,…", help=known)
    parser.add_argument(
        "--runs", type=int, choices=range(1, 100, 2), default=5, metavar="N", help="an odd number"
    )
    parser.add_argument(
        "--folder",
        type=Path,
        default=None,
        help="where fleets are made [default: the temporary folder]",
    )
    parser.add_argument(
        "--peers",
        type=Path,
        default=install.default_folder() / "tfgen-benchmarks",
        help="where peers are kept",
    )
    parser.add_argument(
        "--slow-peers",
        type=int,
        default=0,
        metavar="N",
        help="peers take part up to this size of fleet, however long they take",
    )
    parser.add_argument("--json", type=Path, default=None, metavar="FILE")
    parser.add_argument("--markdown", action="store_true", help="write the tables into README.md")
    return parser.parse_args()


def _numbers(text: str) -> list[int]:
    return [int(one) for one in text.split(",")]


def _names(text: str) -> list[str]:
    names = text.split(",")
    unknown = set(names) - set(_all_names())
    if unknown:
        raise argparse.ArgumentTypeError(f"no scenario {', '.join(sorted(unknown))}")
    return names


def _all_names() -> list[str]:
    return [*(one.name for one in SCENARIOS), *(one.name for one in PEERS)]


def _wanted(name: str, names: set[str] | None) -> bool:
    return names is None or name in names


def _keep(results: list[Result], result: Result | None) -> None:
    if result is None:
        return
    results.append(result)
    cost = result.cost
    print(
        f"{result.fleet:5} {result.scenario:12} cpu {cost.cpu:8.3f} s  wall {cost.wall:8.3f} s  "
        f"{cost.memory / 1e6:7.1f} MB  {len(result.runs)} runs",
        flush=True,
    )


def _scenario(scenario: Scenario, fleet: Fleet, log: Path, runs: int) -> Result | None:
    def once(number: int) -> Cost:
        scenario.prepare(fleet, f"{scenario.name}-{number}")
        return measure(command(scenario), fleet.folder, variables(fleet), log, scenario.status)

    return _result(scenario.name, fleet, lambda: repeat(once, runs))


def _peer(
    peer: Peer, fleet: Fleet, log: Path, options: argparse.Namespace
) -> tuple[str, Result | None]:
    ready = peer.prepare(fleet, log.parent, options.peers)
    if ready is None:
        print(f"{fleet.count:5} {peer.name:12} could not be installed", flush=True)
        return peer.name, None

    def once(_number: int) -> Cost:
        clean(ready)
        return measure(ready.command, ready.folder, environment(ready), log)

    result = _result(peer.name, fleet, lambda: repeat(once, options.runs))
    clean(ready)
    return ready.title, result


def _result(name: str, fleet: Fleet, work: Callable[[], tuple[Cost, ...]]) -> Result | None:
    """The medians; None, and a word about it, where the program failed."""
    try:
        costs = work()
    except FailedError as error:
        print(f"{fleet.count:5} {name:12} failed: {error}", flush=True)
        return None
    return Result(name, fleet.count, median(costs), costs)


def machine() -> Mapping[str, str]:
    """What the figures were measured on."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": _processor(),
        "processors": str(len(os.sched_getaffinity(0))),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "libraries": ", ".join(f"{name} {version(name)}" for name in LIBRARIES),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), ""
    )


def _write(
    options: argparse.Namespace,
    about: Mapping[str, str],
    results: Sequence[Result],
    titles: Mapping[str, str],
) -> None:
    """Write what there is by now, so that a long run that is stopped leaves something."""
    if options.json:
        document = {"machine": about, "results": [asdict(one) for one in results]}
        options.json.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    if options.markdown:
        _put(README, "results", report(about, results, titles))
        if {scale.SMALL, scale.LARGE} <= {one.fleet for one in results}:
            _put(SCALE, "scale", scale.table(results, titles))


def _put(path: Path, mark: str, inner: str) -> None:
    text = table.replace_between(path.read_text("utf-8"), mark, inner)
    path.write_text(text, encoding="utf-8")


def report(about: Mapping[str, str], results: Sequence[Result], titles: Mapping[str, str]) -> str:
    """Everything as Markdown."""
    return "\n".join(
        [*_about(about), "", bars.table(results), table.tables(results, titles), *_runs(results)]
    )


def _about(about: Mapping[str, str]) -> Iterator[str]:
    yield (
        f"Measured on {about['date']}: {about['processor']}, {about['processors']} processors, "
        f"{about['system']}, Python {about['python']}; {about['libraries']}."
    )


def _runs(results: Sequence[Result]) -> Iterator[str]:
    """How many runs the medians are of, most often and otherwise."""
    by_runs: dict[int, list[str]] = {}
    for one in results:
        by_runs.setdefault(len(one.runs), []).append(f"{one.scenario} {one.fleet:,}")
    usual = max(by_runs, key=lambda runs: len(by_runs[runs]), default=0)
    yield (
        f"Medians of {usual} runs"
        + "".join(
            f"; of {runs}: {', '.join(names)}"
            for runs, names in sorted(by_runs.items())
            if runs != usual
        )
        + "."
    )


if __name__ == "__main__":
    main()
