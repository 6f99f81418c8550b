"""What a run that has little to do imports and opens: nothing is timed here, all of it counts."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.commands.conftest import Tfgen
from tests.commands.test_stamps import SETTLE

_WATCHED = """
import json, sys
opened = []
def hook(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        opened.append(arguments[0])
from tfgen.cli import run  # what it imports at once
sys.addaudithook(hook)
status = run(sys.argv[1:])
code = [path for path in opened if path.endswith((".py", ".pyc", ".so"))]
files = [path for path in opened if path not in code]
print(json.dumps([status, sorted(sys.modules), files]), file=sys.stderr)
"""
_START = {"tfgen", "tfgen.cli", "tfgen.errors"}
_NO_CHANGE = _START | {
    "tfgen.cache",
    "tfgen.collector",
    "tfgen.commands",
    "tfgen.commands._console",
    "tfgen.commands._file_times",
    "tfgen.commands._options",
    "tfgen.commands._stamps",
    "tfgen.commands.render",
    "tfgen.project",
    "tfgen.words",
}
_HEAVY = {
    "asyncio",
    "hcl2",
    "jinja2",
    "jsonschema_rs",
    "lark",
    "markupsafe",
    "multiprocessing",
    "regex",
    "subprocess",
    "tempfile",
    "yaml",
}


@dataclass(frozen=True)
class Run:
    """What a command line did: its status, the modules that were imported, the files it opened."""

    status: int
    modules: set[str]
    opened: list[str]

    @property
    def own(self) -> set[str]:
        """The modules of tfgen."""
        return {name for name in self.modules if name.split(".")[0] == "tfgen"}


def watched(*arguments: str) -> Run:
    """Run a command line in a process of its own."""
    command = [sys.executable, "-c", _WATCHED, *arguments]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    status, modules, opened = json.loads(result.stderr.splitlines()[-1])
    return Run(status, set(modules), opened)


def test_help_imports_next_to_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run = watched("--help")
    assert (run.status, run.own, run.modules & _HEAVY) == (0, _START, set())
    assert run.opened == []


@pytest.fixture
def many(tiny: Path, tfgen: Tfgen) -> Path:
    """Nine small environments that are rendered and remembered."""
    for number in range(2, 10):
        shutil.copy(tiny / "environments/one.yaml", tiny / f"environments/more{number}.yaml")
    tfgen("render", "--all", "--select", "syntax")
    time.sleep(SETTLE)
    tfgen("render", "--all")
    return tiny


@pytest.mark.parametrize(
    "arguments",
    [("--all",), ("--all", "-q"), ("--all", "--check"), ("--all", "--diff"), ("one",)],
)
def test_a_run_without_a_change_imports_and_opens_little(
    arguments: tuple[str, ...], many: Path
) -> None:
    run = watched("render", *arguments)
    assert (run.status, run.own, run.modules & _HEAVY) == (0, _NO_CHANGE, set())
    # The one file of what is remembered: no template, no YAML, no generated file, however many.
    assert [Path(path).parent.name for path in run.opened] == ["stamps"]
