"""What tells that a file has changed: its times, size and inode; or, on request, its content."""

from __future__ import annotations

import hashlib
import os
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

_OWN_SUFFIXES = (".tf", ".tf.json", ".tfvars", ".tfvars.json")
_SKIPPED = (".terraform", "__pycache__")
_COARSE_NS = 1_000_000
"""File systems that do not touch a folder's time for a new file (FAT) have no times this fine."""

Times = tuple[int, int, int, int]
"""When a file was written and changed, in nanoseconds; its size and its inode."""


class UnsureError(Exception):
    """It cannot be told whether something has changed."""


Folder = tuple[str, tuple[str, ...]]
"""A folder of a tree and, in order, the files in it that could be ours."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What there is of a tree, folder by folder, in order.

    Every path is below the tree's own folder and starts with a slash; that folder itself is "".
    """

    folders: tuple[Folder, ...]

    def files(self) -> Iterator[str]:
        """The files that could be ours."""
        return chain.from_iterable(files for _, files in self.folders)


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree by its times: a digest of its files and one of its folders, "" where that is no help.

    ``youngest`` is the latest time of a file.
    """

    layout: Layout
    files: str
    folders: str
    youngest: int


def walk(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """Every file below a folder; OSError for a link, whose target can change unseen."""
    pending = [folder]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_symlink():
                    raise OSError(f"{entry.path} is a link")
                if entry.is_dir():
                    if entry.name not in _SKIPPED:
                        pending.append(entry.path)
                else:
                    yield entry.path, entry.stat()


def times(stat: os.stat_result) -> Times:
    """What changes with a file."""
    return stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino


def layout_of(top: str) -> Layout:
    """What lies in a tree; OSError where there is a link, or no folder."""
    return _listed(top)[0]


def tree_of(top: str, older_than: int) -> Tree:
    """A tree as it is now; UnsureError where it cannot be told.

    Folders' times are kept if they are older than ``older_than``, for in the clock's same tick
    a file can come without changing them.
    """
    try:
        layout, folders = _listed(top)
        files = _file_times(top, layout.files())
    except (OSError, OverflowError):
        raise UnsureError from None
    written, changed = folders[0::3], folders[1::3]
    telling = max(*written, *changed) < older_than and any(time % _COARSE_NS for time in written)
    return Tree(
        layout,
        _digest(files),
        _digest(folders) if telling else "",
        max((*files[0::4], *files[1::4]), default=0),
    )


def is_same(top: str, tree: Tree) -> bool:
    """Whether a tree is still what it was.

    Folders are listed only where their times do not tell that nothing came or went.
    """
    layout = tree.layout
    try:
        if _digest(_file_times(top, layout.files())) != tree.files:
            return False
        if (
            tree.folders
            and _digest(_folder_times(top, (path for path, _ in layout.folders))) == tree.folders
        ):
            return True
        return layout_of(top) == layout
    except (OSError, OverflowError):
        return False


def content(path: str) -> str:
    """A digest of what a file holds; OSError."""
    with open(path, "rb") as file:  # noqa: PTH123 - thousands of these
        return hashlib.sha256(file.read()).hexdigest()


def digest(value: object) -> str:
    """A digest of plain data."""
    return hashlib.sha256(repr(value).encode("utf-8", "surrogateescape")).hexdigest()


def _file_times(top: str, paths: Iterable[str]) -> array[int]:
    # One flat array: a thousand trees have eighty thousand files, of which nothing else is kept.
    lstat = os.lstat
    found = array("Q")
    extend = found.extend
    for path in paths:
        stat = lstat(top + path)
        extend((stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino))
    return found


def _folder_times(top: str, paths: Iterable[str]) -> array[int]:
    found = array("Q")
    for path in paths:
        found.extend(_of_folder(top, path))
    return found


def _of_folder(top: str, path: str) -> tuple[int, int, int]:
    # The tree's own folder may be reached through a link.
    stat = os.lstat(top + path) if path else os.stat(top)  # noqa: PTH116
    return stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino


def _listed(top: str) -> tuple[Layout, array[int]]:
    """What lies in a tree, and the times of its folders from before they were listed."""
    found: dict[str, tuple[tuple[str, ...], tuple[int, int, int]]] = {}
    pending = [""]
    while pending:
        folder = pending.pop()
        before = _of_folder(top, folder)
        files = []
        with os.scandir(top + folder) as entries:
            for entry in entries:
                path = f"{folder}/{entry.name}"
                if entry.is_symlink():
                    raise OSError(f"{top}{path} is a link")
                if entry.is_dir():
                    if entry.name not in _SKIPPED:
                        pending.append(path)
                elif path.endswith(_OWN_SUFFIXES) or "/.tfgen" in path:
                    files.append(path)
        found[folder] = tuple(sorted(files)), before
    folders = sorted(found)
    times_of = array("Q", chain.from_iterable(found[folder][1] for folder in folders))
    return Layout(tuple((folder, found[folder][0]) for folder in folders)), times_of


def _digest(numbers: array[int]) -> str:
    return hashlib.sha256(numbers.tobytes()).hexdigest()
