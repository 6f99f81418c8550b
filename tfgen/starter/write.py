"""A new project on disk: all of it, or nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from tfgen.errors import Location, Problem, TfgenError, fail

_SHOWN = 10
"""Files in the way that are named; the rest are counted."""


def write_project(folder: Path, files: Mapping[str, bytes], display: str) -> None:
    """Write the files of a new project into a folder, which is made if need be.

    TfgenError, and everything as it was, where one of them exists already, where environments/ or
    templates/ hold something, or where the disk refuses. ``display`` is the folder in messages.
    """
    where = Location(display)
    if os.path.lexists(folder) and not folder.is_dir():
        raise fail("is not a folder", where, "name a folder, or one that does not exist yet")
    blocked = sorted(set(_in_the_way(folder, files)))
    if blocked:
        raise TfgenError(_refusals(blocked, display))
    made = _missing_folders(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _move_in(folder, files)
    except BaseException as error:
        for path in made:
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()
        if isinstance(error, OSError):
            raise fail(f"cannot be written: {error.strerror}", where) from error
        raise


def _in_the_way(folder: Path, files: Mapping[str, bytes]) -> Iterator[str]:
    """Paths that a file of the project would replace, or that would become part of it unasked."""
    for name in files:
        steps = [PurePosixPath(name), *PurePosixPath(name).parents][:-1]
        top = steps[-1].as_posix()
        if top in ("environments", "templates"):
            path = folder / top
            if os.path.lexists(path) and not (path.is_dir() and not any(path.iterdir())):
                yield f"{top}/" if path.is_dir() else top
            continue
        if os.path.lexists(folder / name):
            yield name
        for step in steps[1:]:
            path = folder / step
            if os.path.lexists(path) and (path.is_symlink() or not path.is_dir()):
                yield step.as_posix()


def _refusals(blocked: list[str], display: str) -> Iterator[Problem]:
    for name in blocked[:_SHOWN]:
        yield Problem("is in the way", Location(name if display == "." else f"{display}/{name}"))
    more = len(blocked) - _SHOWN
    yield Problem(
        f"{f'{more} more; ' if more > 0 else ''}nothing was written",
        hint="name an empty folder: tfgen init DIR; --bare leaves all but environments/ and "
        "templates/ out",
    )


def _missing_folders(folder: Path) -> list[Path]:
    """The folder and those above it that do not exist, innermost first."""
    return [path for path in (folder, *folder.parents) if not path.exists()]


def _move_in(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write everything beside its place, then move it there; undone if one step fails."""
    stage = Path(tempfile.mkdtemp(prefix=".tfgen-init-", dir=folder))
    moved: list[Path] = []
    try:
        for name, data in files.items():
            path = stage / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        for unit in dict.fromkeys(_unit(folder, name) for name in files):
            (stage / unit).rename(folder / unit)
            moved.append(folder / unit)
    except BaseException:
        for path in reversed(moved):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise
    finally:
        shutil.rmtree(stage)


def _unit(folder: Path, name: str) -> str:
    """What is moved for a file: the outermost folder of it that does not exist, or itself."""
    parents = [*PurePosixPath(name).parents][:-1]
    for parent in reversed(parents):
        if not (folder / parent).is_dir():
            return parent.as_posix()
    return name
