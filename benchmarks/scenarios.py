"""What is measured of tfgen: for each scenario the state it starts from, and a command.

A fleet is a project of its own in a temporary folder, with a cache folder of its own. Every run
of a scenario is prepared for: what an earlier one left behind is taken away, and what is edited is
given a text that no run has seen.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks import fleet as fleets
from benchmarks.measure import FailedError
from benchmarks.roots import root

LEVEL_1 = ("--select", "syntax")
"""Options for the first level only: rendering, and reading back with python-hcl2."""
_RENDER = ("render", "--all", "--quiet")
_TEMPLATE = "templates/modules/network/main.tf.j2"
_TICK = 0.3
"""Longer than files must be older than a run for it to leave a stamp, in seconds."""


@dataclass(frozen=True)
class Fleet:
    """A project of ``count`` environments in ``folder``, and the cache folder of its own."""

    folder: Path
    cache: Path
    count: int


@dataclass(frozen=True)
class Scenario:
    """Something to measure.

    ``arguments`` are those of tfgen, or with ``bare`` of Python. ``prepare`` gets the fleet and a
    mark that differs from run to run. ``status`` is how the command must end. Fleets that are
    smaller than ``smallest`` or larger than ``largest`` are left out.
    """

    name: str
    title: str
    arguments: tuple[str, ...]
    prepare: Callable[[Fleet, str], None] = lambda _fleet, _mark: None
    status: int = 0
    smallest: int = 1
    largest: int = fleets.LARGEST
    bare: bool = False


def make_fleet(folder: Path, count: int) -> Fleet:
    """A project with nothing rendered, in a git repository, and an empty cache."""
    made = Fleet(folder / "project", folder / "cache", count)
    made.folder.mkdir(parents=True)
    fleets.project(made.folder, count)
    _git(made, "init", "--quiet")
    _commit(made)
    return made


def variables(fleet: Fleet) -> Mapping[str, str]:
    """The environment variables that commands run with: none of the user's that tfgen reads."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("TFGEN_")}
    return {**kept, "TFGEN_CACHE_DIR": str(fleet.cache)}


def command(scenario: Scenario) -> tuple[str, ...]:
    """The whole command line."""
    module = () if scenario.bare else ("-m", "tfgen")
    return (sys.executable, *module, *scenario.arguments)


# States to start from


def _first_ever(fleet: Fleet, _mark: str) -> None:
    """Nothing rendered, nothing cached."""
    shutil.rmtree(fleet.folder / "generated", ignore_errors=True)
    shutil.rmtree(fleet.cache, ignore_errors=True)


def _cold(fleet: Fleet, _mark: str) -> None:
    """Nothing rendered, nothing cached but what python-hcl2 builds from its grammar once."""
    shutil.rmtree(fleet.folder / "generated", ignore_errors=True)
    _forget(fleet)


def _forget(fleet: Fleet) -> None:
    if not any(fleet.cache.glob("grammar-*")):
        small = fleet.cache.parent / "grammar"
        root(small, 100)
        _tfgen(fleet, "validate", "--quiet", str(small), *LEVEL_1)
        shutil.rmtree(small)
    for path in fleet.cache.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif not path.name.startswith("grammar-"):
            path.unlink()


def _settled(fleet: Fleet, _mark: str) -> None:
    """Everything rendered and up to date, by a run that could leave a stamp."""
    for _ in range(2):
        _tfgen(fleet, *_RENDER)
        time.sleep(_TICK)


def _settled_level_1(fleet: Fleet, _mark: str) -> None:
    _tfgen(fleet, *_RENDER, *LEVEL_1)
    time.sleep(_TICK)


def _value_edited(fleet: Fleet, mark: str) -> None:
    _settled(fleet, mark)
    _edit_value(fleet, mark)


def _value_edited_level_1(fleet: Fleet, mark: str) -> None:
    _settled_level_1(fleet, mark)
    _edit_value(fleet, mark)


def _edit_value(fleet: Fleet, mark: str) -> None:
    """One text in the environment in the middle of the fleet."""
    path = fleet.folder / f"environments/{fleets.name(fleet.count // 2)}.yaml"
    _replace(path, r"(LOG_LEVEL: level-[0-9]+-0)\S*", rf"\g<1>-{mark}")


def _comment_added(fleet: Fleet, mark: str) -> None:
    """One line more in a template of a module that every environment has."""
    _settled(fleet, mark)
    path = fleet.folder / _TEMPLATE
    path.write_text(f"# {mark}\n{path.read_text('utf-8')}", "utf-8")


def _template_value_edited(fleet: Fleet, mark: str) -> None:
    """A text in that template, which stands in every environment."""
    _settled(fleet, mark)
    _replace(
        fleet.folder / _TEMPLATE,
        r'sid = "WriteFlowLogs[^"]*"',
        f'sid = "WriteFlowLogs{_plain(mark)}"',
    )


def _plain(mark: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "", mark)


def _outputs_deleted(fleet: Fleet, mark: str) -> None:
    _settled(fleet, mark)
    shutil.rmtree(fleet.folder / "generated")


def _checked_out(fleet: Fleet, mark: str) -> None:
    """As up to date as can be, and every file new to this machine: no file time is known."""
    _settled(fleet, mark)
    for folder in ("environments", "templates", "generated"):
        for path in (fleet.folder / folder).rglob("*"):
            if path.is_file():
                path.touch()
    time.sleep(_TICK)


def _unread(fleet: Fleet, mark: str) -> None:
    """Rendered trees of which nothing is known."""
    _rendered(fleet, mark)
    _forget(fleet)


def _validated(fleet: Fleet, mark: str) -> None:
    """Rendered trees that were validated before."""
    _rendered(fleet, mark)
    _tfgen(fleet, "validate", "--quiet")


def _rendered(fleet: Fleet, _mark: str) -> None:
    _tfgen(fleet, *_RENDER)


def _edited_since_commit(fleet: Fleet, mark: str) -> None:
    _commit(fleet)
    _edit_value(fleet, mark)


def _large_root(lines: int) -> Callable[[Fleet, str], None]:
    def prepare(fleet: Fleet, _mark: str) -> None:
        folder = fleet.folder / f"root-{lines}"
        if not folder.exists():
            root(folder, lines)
        _forget(fleet)

    return prepare


def _replace(path: Path, pattern: str, text: str) -> None:
    """Replace the one place that a pattern is found in."""
    changed, count = re.subn(pattern, text, path.read_text("utf-8"))
    if count != 1:
        raise ValueError(f"{path} has {count} places like {pattern}, not one")
    path.write_text(changed, "utf-8")


def _commit(fleet: Fleet) -> None:
    _git(fleet, "add", "environments", "templates")
    who = ("-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.com")
    _git(fleet, *who, "commit", "--quiet", "--allow-empty", "--no-verify", "--message", "State")


def _git(fleet: Fleet, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=fleet.folder, check=True)


def _tfgen(fleet: Fleet, *arguments: str) -> None:
    """A command that is not measured; FailedError unless it ends clean."""
    done = subprocess.run(
        [sys.executable, "-m", "tfgen", *arguments],
        cwd=fleet.folder,
        env=dict(variables(fleet)),
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise FailedError(f"tfgen {' '.join(arguments)}\n{(done.stdout + done.stderr)[-4000:]}")


PYTHON = Scenario("python", "bare Python", ("-c", "pass"), largest=1, bare=True)
SCENARIOS = (
    PYTHON,
    Scenario("help", "`tfgen --help`", ("--help",), largest=1),
    Scenario("first", "the very first run: no cache at all", _RENDER, _first_ever, largest=10),
    Scenario("cold-1", "cold, level 1", (*_RENDER, *LEVEL_1), _cold),
    Scenario("value-1", "one value edited, level 1", (*_RENDER, *LEVEL_1), _value_edited_level_1),
    Scenario("cold", "cold, all levels and rules", _RENDER, _cold),
    Scenario("no-cache", "cold, with `--no-cache`", (*_RENDER, "--no-cache"), _cold, largest=10),
    Scenario("unchanged", "nothing changed", _RENDER, _settled),
    Scenario("check", "nothing changed, `--check`", (*_RENDER, "--check"), _settled),
    Scenario("checkout", "`--check` in a fresh checkout", (*_RENDER, "--check"), _checked_out),
    Scenario("value", "one value edited", _RENDER, _value_edited),
    Scenario("comment", "one template edited: a comment", _RENDER, _comment_added),
    Scenario("template", "one template edited: a value", _RENDER, _template_value_edited),
    Scenario("deleted", "outputs deleted", _RENDER, _outputs_deleted),
    Scenario("validate", "`validate`, nothing known", ("validate", "--quiet"), _unread),
    Scenario("validated", "`validate`, nothing changed", ("validate", "--quiet"), _validated),
    Scenario(
        "cross",
        "`validate --cross`, nothing changed",
        ("validate", "--cross", "--quiet"),
        _validated,
    ),
    Scenario(
        "diff",
        "`diff --base HEAD`, one value edited",
        ("diff", "--base", "HEAD", "--quiet"),
        _edited_since_commit,
        status=1,
    ),
    *(
        Scenario(
            f"root-{lines}",
            f"`validate` of one root of {lines:,} lines",
            ("validate", "--quiet", f"./root-{lines}"),
            _large_root(lines),
            largest=1,
        )
        for lines in (5_000, 10_000)
    ),
)
