"""The distributions of this checkout, and a fresh environment that holds the wheel."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.tools import run

REPOSITORY = Path(__file__).parents[2]
_LEFT_OUT = shutil.ignore_patterns(
    "__pycache__", "*.egg-info", ".*_cache", ".git", ".venv*", ".hypothesis", "build", "dist"
)


@dataclass(frozen=True)
class Distributions:
    """The copy they were built from, the folder with the two files, and each of them."""

    checkout: Path
    folder: Path
    wheel: Path
    source: Path


@dataclass(frozen=True)
class Installed:
    """A virtual environment that holds the wheel, and the variables to run programs in it."""

    environment: Mapping[str, str]

    def run(self, *command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment."""
        return run(*command, cwd=cwd, environment=self.environment)


@pytest.fixture(scope="session")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Distributions:
    """Both distributions, built from a copy of the checkout without the network."""
    folder = tmp_path_factory.mktemp("distributions")
    checkout = folder / "checkout"
    shutil.copytree(REPOSITORY, checkout, ignore=_LEFT_OUT)
    out = folder / "dist"
    source = run(
        sys.executable,
        "-c",
        f"from setuptools.build_meta import build_sdist; build_sdist({str(out)!r})",
        cwd=checkout,
    )
    assert source.returncode == 0, source.stderr
    (archive,) = out.glob("*.tar.gz")
    # From the source distribution, so that both are proven to be whole.
    wheel = run(
        *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-build-isolation", "--no-deps"),
        *("--no-index", "--wheel-dir", out, archive),
        cwd=folder,
    )
    assert wheel.returncode == 0, wheel.stderr
    (built,) = out.glob("*.whl")
    return Distributions(checkout, out, built, archive)


@pytest.fixture(scope="session")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is installed here, but for tfgen itself."""
    folder = tmp_path_factory.mktemp("libraries")
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if "tfgen" not in path.name and path.suffix != ".pth":
            (folder / path.name).symlink_to(path)
    return folder


def variables(folder: Path) -> dict[str, str]:
    """The environment of programs in a virtual environment: none of ours, and no package index."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    kept.pop("PYTHONPATH", None)
    return {
        **kept,
        "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
        "PIP_NO_INDEX": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }


@pytest.fixture(scope="session")
def installed(
    tmp_path_factory: pytest.TempPathFactory, distributions: Distributions, libraries: Path
) -> Installed:
    """A fresh virtual environment with the wheel alone, and the libraries that it requires."""
    folder = tmp_path_factory.mktemp("environment") / "venv"
    made = run(sys.executable, "-m", "venv", "--without-pip", folder)
    assert made.returncode == 0, made.stderr
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "libraries.pth").write_text(f"{libraries}\n")
    result = Installed(variables(folder))
    wheel = result.run("python", "-m", "pip", "install", "--quiet", distributions.wheel, cwd=folder)
    assert wheel.returncode == 0, wheel.stderr
    return result
