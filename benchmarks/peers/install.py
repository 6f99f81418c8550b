"""The peers' own programs, installed once into a folder that is kept: a virtual environment each.

Nothing of it touches tfgen's environment. A peer that cannot be installed is left out.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

KAPITAN = "kapitan>=0.34"
NODE_PACKAGES = ("cdktf@0.21.0", "constructs@10.4.2", "@cdktf/provider-aws@21")


def default_folder() -> Path:
    """Where peers are kept unless a folder is named: the user's cache folder."""
    base = os.environ.get("XDG_CACHE_HOME")
    return Path(base) if base and Path(base).is_absolute() else Path.home() / ".cache"


def kapitan(folder: Path) -> Path | None:
    """The program ``kapitan``, or None where it cannot be had."""
    place = folder / "kapitan"
    program = place / "bin/kapitan"
    if not program.exists() and not (
        _done(sys.executable, "-m", "venv", str(place))
        and _done(str(place / "bin/pip"), "install", "--quiet", KAPITAN)
    ):
        shutil.rmtree(place, ignore_errors=True)
        return None
    return program


def cdktf(folder: Path) -> Path | None:
    """The folder of the Node packages, or None where they cannot be had."""
    place = folder / "cdktf"
    modules = place / "node_modules"
    if not modules.exists():
        if not shutil.which("node") or not shutil.which("npm"):
            return None
        place.mkdir(parents=True, exist_ok=True)
        (place / "package.json").write_text("{}\n")
        if not _done("npm", "install", "--silent", "--prefix", str(place), *NODE_PACKAGES):
            shutil.rmtree(place, ignore_errors=True)
            return None
    return modules


def version(modules: Path, package: str) -> str:
    """The version of an installed Node package."""
    document = json.loads((modules / package / "package.json").read_text("utf-8"))
    return str(document["version"])


def _done(*command: str) -> bool:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.stderr.write(done.stderr)
    return done.returncode == 0
