"""The wheel alone: a project out of nothing, in an empty folder."""

from __future__ import annotations

import re
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.adoption.conftest import REPOSITORY, Distributions, Installed
from tests.adoption.filling import fill, open_places

# One worker builds the wheel for all.
pytestmark = pytest.mark.xdist_group("wheel")

_OPEN = re.compile(r"^(environments/\S+:\d+:\d+): \S+ is still to be filled in$", re.MULTILINE)


def _names(checkout: Path, *folders: str) -> set[str]:
    return {
        path.relative_to(checkout).as_posix()
        for folder in folders
        for path in (checkout / folder).rglob("*")
        if path.is_file()
    }


def test_the_wheel_holds_templates_and_environments(distributions: Distributions) -> None:
    with zipfile.ZipFile(distributions.wheel) as wheel:
        names = set(wheel.namelist())
        for name in _names(distributions.checkout, "templates", "environments"):
            packaged = f"tfgen/starter/project/{name}"
            assert packaged in names
            assert wheel.read(packaged) == (distributions.checkout / name).read_bytes(), name
    assert not [name for name in names if name.startswith(("tests/", "templates/"))]
    assert {name for name in names if name.startswith("tfgen/starter/files/")} == {
        f"tfgen/starter/files/{name}" for name in ("README.md", "gitignore", "workflow.yaml")
    }


def test_the_source_distribution_holds_the_repository(distributions: Distributions) -> None:
    with tarfile.open(distributions.source) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    folders = "benchmarks", "docs", "environments", "generated", "templates", "tests", "tfgen"
    assert _names(distributions.checkout, *folders) - names == set()
    for name in ("action.yml", ".pre-commit-hooks.yaml", "setup.py", "LICENSE", "CONTRIBUTING.md"):
        assert name in names


def test_a_project_out_of_nothing(installed: Installed, tmp_path: Path) -> None:
    where = installed.run(
        "python", "-c", "import tfgen; print(tfgen.__file__)", cwd=tmp_path
    ).stdout
    assert str(REPOSITORY) not in where

    result = installed.run("tfgen", "init", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    places = open_places(tmp_path / "environments")
    assert len(places) > 20

    result = installed.run("tfgen", "render", "dev", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    named = set(_OPEN.findall(result.stderr))
    files = ("_base", "_organisation", "dev")
    assert named == {place for place in places if Path(place.split(":")[0]).stem in files}
    assert not (tmp_path / "generated").exists()

    result = installed.run("tfgen", "render", "--all", cwd=tmp_path)
    assert result.returncode == 2
    named = set(_OPEN.findall(result.stderr))
    assert named == set(places)

    fill(tmp_path / "environments")
    result = installed.run("tfgen", "render", "dev", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert ", 0 findings in " in result.stdout
    # Without arguments validate wants every environment rendered.
    result = installed.run("tfgen", "validate", "dev", cwd=tmp_path)
    assert result.returncode == 0, result.stdout
    result = installed.run("tfgen", "render", "--all", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    result = installed.run("tfgen", "validate", cwd=tmp_path)
    assert (result.returncode, result.stdout[:11]) == (0, "no findings")

    texts = [path.read_text() for path in (tmp_path / "generated").rglob("*.tf")]
    texts += [path.read_text() for path in (tmp_path / "environments").iterdir()]
    for word in ("fintech", "111111111111", "444444444444", "FILL-IN"):
        assert not any(word in text for text in texts), word


def test_the_doctor_knows_what_was_installed(installed: Installed, tmp_path: Path) -> None:
    installed.run("tfgen", "init", cwd=tmp_path)
    result = installed.run("tfgen", "doctor", cwd=tmp_path)
    assert result.returncode == 0, result.stdout
    assert re.search(r"^ok +templates +those that ship with tfgen", result.stdout, re.MULTILINE)
