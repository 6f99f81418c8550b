"""Fleets are projects like any other: every shape of environment is clean, to all rules."""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks import fleet
from benchmarks.peers import floor
from tfgen.cli import run

# All remainders that shapes depend on, twice or more, and the last there is.
NUMBERS = (*range(12), fleet.LARGEST - 1)


def _project(folder: Path, numbers: tuple[int, ...]) -> Path:
    fleet.project(folder, 0)
    for number in numbers:
        path = folder / f"environments/{fleet.name(number)}.yaml"
        path.write_text(fleet.environment(number), encoding="utf-8")
    return folder


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.tf")}


def test_every_shape_is_clean(tmp_path: Path, capsys: object) -> None:
    project = _project(tmp_path, NUMBERS)
    assert run(["render", "--all", "--quiet", "-C", str(project)]) == 0
    trees = [path for path in (project / "generated").iterdir() if path.is_dir()]
    assert len(trees) == len(NUMBERS)
    assert run(["validate", "--quiet", "-C", str(project)]) == 0


def test_no_two_environments_share_what_must_be_their_own() -> None:
    patterns = (r"^account_id: (.*)", r"cidr: (.*)", r"domain: (.*)", r"zone_id: (.*)")
    texts = [fleet.environment(number) for number in range(fleet.LARGEST)]
    for pattern in patterns:
        found = [value for text in texts for value in re.findall(pattern, text, re.MULTILINE)]
        assert len(found) == len(set(found)) >= fleet.LARGEST


def test_a_larger_fleet_begins_with_a_smaller_one(tmp_path: Path) -> None:
    small = fleet.project(tmp_path / "small", 2) / "environments"
    large = fleet.project(tmp_path / "large", 3) / "environments"
    for path in small.iterdir():
        assert (large / path.name).read_bytes() == path.read_bytes()
    assert len(list(large.iterdir())) == len(list(small.iterdir())) + 1


def test_the_floor_makes_the_same_files(tmp_path: Path) -> None:
    project = _project(tmp_path / "project", (0, 3, 5))
    assert run(["render", "--all", "--quiet", "--select", "syntax", "-C", str(project)]) == 0
    made = floor.templates(project)
    files = {
        Path(name, folder.output, file).as_posix()
        for name, data in floor.environments(project)
        for folder, file, _ in floor.render(made, floor.context(name, data))
    }
    assert files == _files(project / "generated")
