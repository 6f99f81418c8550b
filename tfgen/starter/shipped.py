"""Where the files lie that a new project starts from.

A wheel has ``environments/`` and ``templates/`` inside this package (setup.py puts them there); in
a checkout they are the repository's own.
"""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent
_PACKAGED = _HERE / "project"
_CHECKOUT = _HERE.parents[1]
FILES = _HERE / "files"
"""The files of a new project that this repository has no use for itself."""


def environments() -> Path:
    """The YAML files of the example project."""
    return _folder("environments")


def templates() -> Path:
    """The templates that ship with this version of tfgen."""
    return _folder("templates")


def files_below(folder: Path) -> dict[str, Path]:
    """Every file below a folder by its path relative to it, in order; hidden ones left out."""
    found = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    return {
        name.as_posix(): found[name]
        for name in sorted(found)
        if not any(part.startswith(".") for part in name.parts)
    }


def _folder(name: str) -> Path:
    packaged = _PACKAGED / name
    return packaged if packaged.is_dir() else _CHECKOUT / name
