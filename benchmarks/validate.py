"""What `tfgen validate dev` costs with every offline check, as a multiple of reading the files.

    .venv/bin/python benchmarks/validate.py

Reading means python-hcl2 and the comparison with it, which no run can do without. Neither may use
a verdict of an earlier run; both find the built grammar in the cache, as any second run does. The
last lines say what an unchanged tree costs, and what each part does within one process.

Figures are CPU time, user and system, children included, the least of five runs, all of them in
one run of this script, so that the ratios mean something on any machine.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tfgen.program.load import load
from tfgen.program.model import Program
from tfgen.rules.registry import Rule, rules
from tfgen.rules.run import run

REPOSITORY = Path(__file__).parents[1]
TREE = REPOSITORY / "generated" / "dev"
RUNS = 5
READ = """
import os, sys
from pathlib import Path
from tfgen.hcl.parseback import check
files = [(str(path), path.read_text()) for path in sorted(Path(sys.argv[1]).rglob("*.tf"))]
check(files, cache=Path(os.environ["TFGEN_CACHE_DIR"]), processes=os.cpu_count() or 1)
"""


def main() -> None:
    """Print one line for each figure."""
    with tempfile.TemporaryDirectory() as name:
        cache = Path(name)
        os.environ["TFGEN_CACHE_DIR"] = name
        read = [sys.executable, "-c", READ, str(TREE)]
        validate = [sys.executable, "-m", "tfgen", "validate", "dev", "-q", "-C", str(REPOSITORY)]
        subprocess.run(read, check=True)
        reading = min(_cpu(read, cache) for _ in range(RUNS))
        everything = min(_cpu(validate, cache) for _ in range(RUNS))
        unchanged = min(_cpu(validate, None) for _ in range(RUNS))
    print(f"reading alone         {reading:6.3f} s  1.0")
    print(f"validate, all checks  {everything:6.3f} s  {everything / reading:3.1f}")
    print(f"validate, unchanged   {unchanged:6.3f} s  {unchanged / reading:3.1f}")
    _parts()


def _parts() -> None:
    """What the parts of the checks cost without starting Python."""
    sources = [
        (path.relative_to(REPOSITORY).as_posix(), path.read_text())
        for path in sorted(TREE.rglob("*.tf"))
    ]
    levels = {
        "references": [rule for rule in rules() if rule.id[:5] in ("TFG30", "TFG31")],
        "schema": [rule for rule in rules() if rule.id[:5] == "TFG32"],
        "rules": [rule for rule in rules() if rule.id[:4] != "TFG3"],
    }
    print(f"  parse and load      {_least(lambda: load(sources)):6.3f} s")
    for name, level in levels.items():
        seconds = min(_spent(load(sources), level) for _ in range(RUNS))
        print(f"  {name:19} {seconds:6.3f} s")


def _spent(program: Program, level: list[Rule]) -> float:
    start = time.process_time()
    run(program, level)
    return time.process_time() - start


def _least(work: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def _cpu(command: list[str], cache: Path | None) -> float:
    """The cost of a command; with ``cache``, after all in it but the grammar is forgotten."""
    for path in cache.iterdir() if cache is not None else ():
        if path.is_dir():
            shutil.rmtree(path)
        elif not path.name.startswith("grammar-"):
            path.unlink()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
