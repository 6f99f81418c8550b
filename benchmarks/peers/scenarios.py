"""The peers as something to measure: what each needs is prepared once for a fleet."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.peers import cdktf, install, kapitan
from benchmarks.scenarios import LEVEL_1, Fleet, variables

REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ready:
    """A command to measure: where it runs, with which variables beside the others.

    ``output`` is a folder to remove before each run. ``title`` has the version.
    """

    title: str
    command: tuple[str, ...]
    folder: Path
    output: Path | None = None
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Peer:
    """A peer, with what makes it ready: from the fleet, a folder for the fleet, and that of peers.

    None means that it could not be installed. Larger fleets than ``largest`` take it too long.
    """

    name: str
    prepare: Callable[[Fleet, Path, Path], Ready | None]
    largest: int


def _floor(fleet: Fleet, folder: Path, _peers: Path) -> Ready:
    out = folder / "floor"
    command = (sys.executable, "-m", "benchmarks.peers.floor", str(fleet.folder), str(out))
    return Ready("plain Jinja, the floor", command, REPOSITORY, out)


def _read_back(fleet: Fleet, _folder: Path, _peers: Path) -> Ready:
    trees = _rendered(fleet)
    command = (sys.executable, "-m", "benchmarks.peers.read_back", str(trees))
    return Ready("`hcl2.loads` on the output", command, REPOSITORY)


def _kapitan(fleet: Fleet, folder: Path, peers: Path) -> Ready | None:
    program = install.kapitan(peers)
    if program is None:
        return None
    project = folder / "kapitan"
    project.mkdir()
    kapitan.prepare(fleet.folder, project)
    command = (str(program), "compile", "--search-paths", ".", "templates")
    asked = subprocess.run([program, "--version"], check=True, capture_output=True, text=True)
    title = f"Kapitan {asked.stdout.split()[-1]}"
    return Ready(title, command, project, project / "compiled", {"PYTHONPATH": str(REPOSITORY)})


def _cdktf(fleet: Fleet, folder: Path, peers: Path) -> Ready | None:
    modules = install.cdktf(peers)
    if modules is None:
        return None
    stacks, out = folder / "cdktf", folder / "cdktf.out"
    cdktf.prepare(_rendered(fleet), stacks)
    command = ("node", "--max-old-space-size=16384", str(cdktf.PROGRAM), str(stacks), str(out))
    title = f"CDKTF {install.version(modules, 'cdktf')} on Node"
    return Ready(title, command, folder, out, {"NODE_PATH": str(modules)})


def _rendered(fleet: Fleet) -> Path:
    """The folder of the fleet's trees, rendered if need be."""
    trees = fleet.folder / "generated"
    if not trees.is_dir():
        subprocess.run(
            [sys.executable, "-m", "tfgen", "render", "--all", "--quiet", *LEVEL_1],
            cwd=fleet.folder,
            env=dict(variables(fleet)),
            check=True,
        )
    return trees


def clean(ready: Ready) -> None:
    """Take away what a run left behind."""
    if ready.output is not None:
        shutil.rmtree(ready.output, ignore_errors=True)


def environment(ready: Ready) -> dict[str, str]:
    """The variables of a peer's run."""
    return {**os.environ, **ready.variables}


PEERS = (
    Peer("floor", _floor, 2048),
    Peer("cdktf", _cdktf, 1000),
    Peer("kapitan", _kapitan, 100),
    Peer("hcl2", _read_back, 100),
)
