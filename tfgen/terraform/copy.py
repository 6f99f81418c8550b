"""A temporary copy of folders, in which Terraform may write what it wants."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tfgen.errors import Location, fail

_LEFT_OUT: Final = shutil.ignore_patterns(
    ".terraform",
    ".terragrunt-cache",
    ".git",
    ".hg",
    ".svn",
    ".venv",
    "node_modules",
    "__pycache__",
    "*.tfstate",
    "*.tfstate.*",
    ".terraform.tfstate.lock.info",
    "*.tfplan",
    "tfplan",
    "crash.log",
)
_LARGE: Final = 1_000_000
"""Bytes from which a file that is no code is linked: Terraform reads it and nothing else."""
_CODE: Final = (".tf", ".tf.json", ".tfvars", ".tfvars.json", ".tofu", ".hcl")


@dataclass(frozen=True, slots=True)
class Copy:
    """The copy: where the folder ``above``, which holds all that was copied, lies in it."""

    above: Path
    folder: Path
    plugins: Path

    def place(self, path: Path) -> Path:
        """Where the copy of a file or folder is."""
        return self.folder / path.relative_to(self.above)

    def original(self, path: Path) -> Path:
        """What a file or folder of the copy was copied from."""
        return self.above / path.relative_to(self.folder)


@contextmanager
def temporary_copy(folders: Iterable[Path], beside: Iterable[Path] = ()) -> Iterator[Copy]:
    """Copy whole folders, at their places relative to each other; gone when the context ends.

    What Terraform itself keeps in them (providers, state, plans) is left out. ``beside`` are files
    and folders elsewhere that the code reads; they are linked. Paths are absolute.
    """
    wanted, others = _outermost(folders), sorted(set(beside))
    above = Path(os.path.commonpath([*wanted, *(path.parent for path in others)]))
    top = Path(tempfile.mkdtemp(prefix="tfgen-terraform-"))
    try:
        copy = Copy(above, top / "tree", top / "plugins")
        copy.plugins.mkdir()
        copy.folder.mkdir()
        for folder in wanted:
            _copy(folder, copy.place(folder))
        for path in others:
            place = copy.place(path)
            if not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                place.symlink_to(path)
        yield copy
    finally:
        shutil.rmtree(top, ignore_errors=True)


def _outermost(folders: Iterable[Path]) -> list[Path]:
    """The folders that are in no other of them."""
    found: list[Path] = []
    for folder in sorted(set(folders), key=lambda path: path.parts):
        if not any(folder.is_relative_to(other) for other in found):
            found.append(folder)
    return found


def _copy(folder: Path, place: Path) -> None:
    try:
        for path, names, files in os.walk(folder):
            here = Path(path)
            left_out = _LEFT_OUT(path, [*names, *files])
            names[:] = sorted(name for name in names if name not in left_out)
            there = place / here.relative_to(folder)
            there.mkdir(parents=True, exist_ok=True)
            for name in list(names):
                if (here / name).is_symlink():
                    (there / name).symlink_to((here / name).resolve())
                    names.remove(name)
            for name in files:
                if name not in left_out and (here / name).is_file():
                    _copy_file(here / name, there / name)
    except OSError as error:
        where = Location(error.filename or folder.as_posix())
        raise fail(f"cannot be copied: {error.strerror}", where) from None


def _copy_file(path: Path, place: Path) -> None:
    if not path.name.endswith(_CODE) and path.stat().st_size >= _LARGE:
        place.symlink_to(path.resolve())
    else:
        shutil.copyfile(path, place)
        place.chmod(path.stat().st_mode | 0o600)
