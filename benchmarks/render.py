"""What a render costs, as multiples of starting Python, for 1, 10 and 100 environments.

    .venv/bin/python benchmarks/render.py

Every figure is CPU time, user and system, children included, the least of three runs; all are
taken in one run of this script, so that the ratios mean something on any machine.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
RUNS = 3


def main() -> None:
    """Print one line for each case."""
    baseline = min(_cpu([sys.executable, "-c", "pass"]) for _ in range(RUNS))
    print(f"bare Python           {baseline:6.3f} s   1.0")
    for count in (1, 10, 100):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            _project(folder, count)
            os.environ["TFGEN_CACHE_DIR"] = str(folder / "cache")
            for label, seconds in _cases(folder):
                print(f"{count:4} {label:16} {seconds:6.3f} s {seconds / baseline:6.1f}")


def _project(folder: Path, count: int) -> None:
    """The shipped templates, and dev as often as asked for, each in a network of its own."""
    shutil.copytree(REPOSITORY / "templates", folder / "templates")
    (folder / "environments").mkdir()
    shutil.copy(REPOSITORY / "environments/_base.yaml", folder / "environments")
    text = (REPOSITORY / "environments/dev.yaml").read_text()
    for number in range(count):
        own = text.replace("cidr: 10.0.0.0/16", f"cidr: 10.{number}.0.0/16")
        (folder / f"environments/env{number}.yaml").write_text(own)


def _cases(folder: Path) -> list[tuple[str, float]]:
    command = [sys.executable, "-m", "tfgen", "render", "--all", "--quiet", "-C", str(folder)]
    cold = _cpu(command)
    time.sleep(0.3)
    subprocess.run(command, check=True)
    idle = min(_cpu(command) for _ in range(RUNS))
    base = folder / "environments/_base.yaml"
    changed = []
    for number in range(RUNS):
        base.write_text(base.read_text().replace("Team: payments", f"Team: payments{number}"))
        changed.append(_cpu(command))
    return [
        ("first render", cold),
        ("one tag changed", min(changed)),
        ("nothing changed", idle),
    ]


def _cpu(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
