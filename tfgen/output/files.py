"""The files of one tree: what a write is given, and which paths a tree may hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tfgen.errors import Location, Problem, TfgenError

# tfgen's own names in an environment's folder. Terraform reads only the guard: it ignores files
# that start with a dot and folders that nothing calls.
MANIFEST = ".tfgen.json"
STAGE = ".tfgen.stage"
# Sorts before every other file, so that Terraform reports it first.
GUARD = "00_tfgen_incomplete.tf"

SUFFIXES = (".tf", ".tf.json", ".tfvars", ".tfvars.json")

_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file: reserved with any extension.
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OutputFile:
    """One file to write: path below the environment's folder (posix), bytes, template path."""

    path: str
    data: bytes
    template: str


def folder_of(path: str) -> str:
    """The folder part of a path inside the tree; "" for the environment's folder itself."""
    return path.rpartition("/")[0]


def name_of(path: str) -> str:
    """The last part of a path inside the tree."""
    return path.rpartition("/")[2]


def join(*parts: str) -> str:
    """Parts of a path put together; empty parts vanish."""
    return "/".join(filter(None, parts))


def folders_above(path: str) -> Iterator[str]:
    """Every folder above a path, the nearest first, without the environment's folder ("")."""
    while path := folder_of(path):
        yield path


def root_folders(paths: Iterable[str]) -> set[str]:
    """The folders in which a user may run Terraform: they hold .tf files, modules/ apart.

    The environment's own folder is always one of them.
    """
    roots = {folder_of(path) for path in paths if path.endswith((".tf", ".tf.json"))}
    return {""} | {root for root in roots if root.split("/")[0] != "modules"}


def path_fault(path: str) -> str:
    """Why tfgen may not write or remove a path inside a tree; "" when it may."""
    parts = path.split("/")
    if "\\" in path or not {"", ".", ".."}.isdisjoint(parts):
        return "leaves the environment's folder or is not a plain relative path"
    for part in parts:
        if fault := _part_fault(part):
            return fault
    if parts[-1].lower() == GUARD:
        return f"{GUARD} is tfgen's own"
    if not parts[-1].endswith(SUFFIXES):
        return f"a generated file ends in one of {' '.join(SUFFIXES)}"
    return ""


@lru_cache(maxsize=4096)
def _part_fault(part: str) -> str:
    if not _PART.fullmatch(part) or part.endswith("."):
        return f"{part!r} is not a plain name: letters, digits, '_', '-' and '.', 100 at most"
    return f"{part!r} is the name of a device on Windows" if _DEVICE.fullmatch(part) else ""


def check_files(files: Sequence[OutputFile]) -> None:
    """Refuse names that escape the folder or clash, with the template that asks for them."""
    problems = [
        Problem(f"cannot be rendered to {file.path!r}: {fault}", Location(file.template))
        for file in files
        if (fault := path_fault(file.path))
    ]
    if problems or (problems := list(_clashes(files))):
        raise TfgenError(problems)


def _clashes(files: Sequence[OutputFile]) -> Iterator[Problem]:
    """Paths that are one to a file system without letter case, or both a file and a folder."""
    seen: dict[str, tuple[str, bool, str]] = {}
    for file in files:
        for part in (file.path, *folders_above(file.path)):
            entry = (part, part == file.path, file.template)
            first = seen.setdefault(part.lower(), entry)
            if first is entry or (first[:2] == entry[:2] and part != file.path):
                continue
            if first[1] != entry[1]:
                message = f"{part} would be both a file and a folder"
            elif first[0] != part:
                message = f"{first[0]} and {part} differ only in case"
            else:
                message = f"{part} is rendered twice"
            yield Problem(
                message,
                Location(file.template),
                "rename one of the templates",
                (("the other is", Location(first[2])),),
            )
            break
