"""One file that is not part of a tree, written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from tfgen.errors import Location, fail


def write_single(path: Path, data: bytes, display: str) -> bool:
    """Write a file and the folders above it; whether it had to be written.

    A file that holds the same bytes is left alone. TfgenError, and the old file untouched, where
    the path is a link or a folder or the disk refuses. ``display`` is the path in messages.
    """
    where = Location(display)
    try:
        if path.is_symlink():
            raise fail("is a symbolic link, which would be replaced", where, "name its target")
        if path.is_dir():
            raise fail("is a folder", where, "name a file")
        if path.is_file() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data)
    except FileExistsError:
        raise fail("cannot be written: a folder above it is a file", where) from None
    except OSError as error:
        raise fail(f"cannot be written: {error.strerror}", where) from error
    return True


def _replace(path: Path, data: bytes) -> None:
    fd, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(fd, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
