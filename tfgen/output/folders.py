"""File operations below an open folder that never follow a symbolic link.

Every path is walked from a file descriptor one part at a time, so that a link put into the tree
at any moment can divert neither a read nor a write nor a removal.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path, PurePosixPath

from tfgen.errors import Location, Problem, TfgenError
from tfgen.output.files import folder_of, join, name_of

OPEN_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW

# Same mode on every machine, whatever the umask: what a tree contains is not secret.
FILE_MODE = 0o644

_HINTS = {
    errno.ENOSPC: "free some space on the disk and render again",
    errno.EDQUOT: "free some of your disk quota and render again",
    errno.EROFS: "the file system is mounted read-only: mount it writable or render elsewhere",
    errno.EACCES: "make sure that you may read and write there",
    errno.EPERM: "make sure that you may read and write there",
}


class BlockedError(Exception):
    """Something that tfgen will not touch lies at ``path``: a link, a folder, a device."""

    def __init__(self, path: str, what: str) -> None:
        super().__init__(path, what)
        self.path = path
        self.what = what

    def problem(self, display: str) -> Problem:
        """The refusal to show; ``display`` is the tree's folder as the user would type it."""
        return Problem(
            f"is {self.what}; tfgen neither follows nor replaces it",
            Location(join(display, self.path)),
            "move it out of the way and render again",
        )


@dataclass(frozen=True, slots=True)
class Environment:
    """An open environment's folder: descriptors of it and of the folder that holds it.

    ``created`` says that opening made it.
    """

    parent: int
    name: str
    fd: int
    created: bool


def explain(error: OSError, action: str, path: str) -> TfgenError:
    """The :class:`TfgenError` for an :class:`OSError`: which file, and why.

    ``action`` completes "cannot be …", ``path`` is what the user would type.
    """
    reason = os.strerror(error.errno) if error.errno else str(error)
    hint = _HINTS.get(error.errno or 0, "")
    return TfgenError(Problem(f"cannot be {action}: {reason}", Location(path), hint))


@contextmanager
def explained(action: str, path: str) -> Iterator[None]:
    """Raise every :class:`OSError` of the block as :func:`explain` tells it."""
    try:
        yield
    except OSError as error:
        raise explain(error, action, path) from error


@contextmanager
def open_environment(directory: Path, display: str, *, create: bool) -> Iterator[Environment]:
    """Open an environment's folder, for instance ``generated/dev``.

    Neither it nor the folder that holds it may be a symbolic link; what lies above is followed.
    With ``create``, every missing folder is made; without, FileNotFoundError says one is missing.
    """
    top = directory.parent.parent
    shown = PurePosixPath(display)
    with ExitStack() as stack:
        try:
            if create and not top.is_dir():
                top.mkdir(parents=True, exist_ok=True)
            parent = fd = os.open(top, os.O_RDONLY | os.O_DIRECTORY)
            stack.callback(os.close, fd)
            created = False
            for name, path in ((directory.parent.name, shown.parent), (directory.name, shown)):
                if not name:  # the folder lies at the top of the file system
                    continue
                parent = fd
                try:
                    fd = open_below(parent, name, str(path))
                except FileNotFoundError:
                    if not create:
                        raise
                    created = _make(parent, name)
                    fd = open_below(parent, name, str(path))
                stack.callback(os.close, fd)
        except BlockedError as error:
            raise TfgenError(error.problem("")) from error
        except OSError as error:
            if isinstance(error, FileNotFoundError) and not create:
                raise
            raise explain(error, "created" if create else "opened", display) from error
        yield Environment(parent=parent, name=directory.name, fd=fd, created=created)


@contextmanager
def open_folder(root: int, folder: str) -> Iterator[int]:
    """A descriptor of a folder below ``root`` ("" is root itself).

    FileNotFoundError when a part is missing, :class:`BlockedError` when one is not a folder.
    """
    fd = root
    try:
        walked = ""
        for part in folder.split("/") if folder else ():
            walked = join(walked, part)
            deeper = open_below(fd, part, walked)
            if fd != root:
                os.close(fd)
            fd = deeper
        yield fd
    finally:
        if fd != root:
            os.close(fd)


def open_below(parent: int, name: str, path: str) -> int:
    """Open the folder ``name`` in ``parent``; ``path`` is what a refusal calls it."""
    try:
        return os.open(name, OPEN_FOLDER, dir_fd=parent)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENOTDIR):
            raise BlockedError(path, _kind(parent, name)) from error
        raise


def make_folder(root: int, folder: str) -> None:
    """Create a folder below ``root`` unless it is there; its parent must be."""
    with open_folder(root, folder_of(folder)) as parent:
        _make(parent, name_of(folder))


def remove_empty_folder(root: int, folder: str) -> None:
    """Remove a folder below ``root`` if it is there and empty."""
    try:
        with open_folder(root, folder_of(folder)) as parent:
            os.rmdir(name_of(folder), dir_fd=parent)
    except (FileNotFoundError, BlockedError):
        pass
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR, errno.EBUSY):
            raise


def exists(root: int, folder: str) -> bool:
    """Whether a folder is there below ``root``."""
    try:
        with open_folder(root, folder):
            return True
    except FileNotFoundError:
        return False


def read_file(root: int, path: str) -> bytes | None:
    """The content of a regular file below ``root``; None when it is missing."""
    try:
        with open_folder(root, folder_of(path)) as folder:
            return _read(folder, name_of(path), path)
    except FileNotFoundError:
        return None


def read_files(
    root: int, paths: Iterable[str], display: str
) -> tuple[dict[str, bytes | None], list[BlockedError]]:
    """The content of many files below ``root``, and what lies in the way of others, once each."""
    contents: dict[str, bytes | None] = {}
    blocked: dict[str, BlockedError] = {}
    for folder, group in groupby(
        sorted(paths, key=lambda path: (folder_of(path), path)), folder_of
    ):
        inside = tuple(group)
        path = folder
        try:
            with open_folder(root, folder) as fd:
                for path in inside:
                    try:
                        contents[path] = _read(fd, name_of(path), path)
                    except BlockedError as error:
                        blocked[error.path] = error
        except FileNotFoundError:
            contents |= dict.fromkeys(inside)
        except BlockedError as error:
            blocked[error.path] = error
        except OSError as error:
            raise explain(error, "read", join(display, path)) from error
    return contents, list(blocked.values())


def write_file(folder: int, name: str, data: bytes) -> None:
    """Create a new file; its content reaches the disk with :func:`sync_file`."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    fd = os.open(name, flags, FILE_MODE, dir_fd=folder)
    try:
        os.fchmod(fd, FILE_MODE)
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(fd, rest) :]
    finally:
        os.close(fd)


def sync_file(folder: int, name: str) -> None:
    """Wait until a file's content is on the disk.

    Files are written first and synced afterwards: the first sync then carries most of the others.
    """
    fd = os.open(name, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=folder)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def sync_folder(root: int, folder: str) -> None:
    """Wait until a folder's names are on the disk, where the file system knows how to."""
    with open_folder(root, folder) as fd:
        try:
            os.fsync(fd)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS):
                raise


def rename(root: int, source: str, target: str) -> None:
    """Rename a file below ``root``; an existing target is replaced in one step."""
    with (
        open_folder(root, folder_of(source)) as from_folder,
        open_folder(root, folder_of(target)) as to_folder,
    ):
        os.rename(name_of(source), name_of(target), src_dir_fd=from_folder, dst_dir_fd=to_folder)


def remove_file(root: int, path: str) -> None:
    """Remove a file below ``root`` if it is there."""
    with contextlib.suppress(FileNotFoundError), open_folder(root, folder_of(path)) as folder:
        os.unlink(name_of(path), dir_fd=folder)


def names_in(root: int, folder: str) -> list[str]:
    """The names in a folder below ``root``, sorted; empty when it is missing."""
    try:
        with open_folder(root, folder) as fd, os.scandir(fd) as entries:
            return sorted(entry.name for entry in entries)
    except FileNotFoundError:
        return []


def _read(folder: int, name: str, path: str) -> bytes | None:
    # O_NONBLOCK: opening a named pipe must not wait for its other end.
    try:
        fd = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO):
            raise BlockedError(path, _kind(folder, name)) from error
        raise
    try:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise BlockedError(path, _kind(folder, name))
        with os.fdopen(fd, "rb", closefd=False) as file:
            return file.read()
    finally:
        os.close(fd)


def _make(parent: int, name: str) -> bool:
    try:
        os.mkdir(name, 0o755, dir_fd=parent)
    except FileExistsError:
        return False
    return True


def _kind(folder: int, name: str) -> str:
    mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
    if stat.S_ISLNK(mode):
        return "a symbolic link"
    if stat.S_ISDIR(mode):
        return "a folder"
    return "a file" if stat.S_ISREG(mode) else "not a regular file"
