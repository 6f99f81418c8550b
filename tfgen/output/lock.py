"""One writer at a time in an environment's folder."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tfgen.errors import Location, Problem, TfgenError
from tfgen.output.folders import Environment, explain, open_environment

LOCK_SECONDS = 30.0
POLL_SECONDS = 0.05


@contextmanager
def locked(
    directory: Path, display: str, seconds: float, *, create: bool = True
) -> Iterator[Environment]:
    """Lock an environment's folder and give it, open.

    A missing folder is created, or without ``create`` a FileNotFoundError.

    Another writer is waited for up to ``seconds``. The folder itself is what is locked: no lock
    file lies about, the kernel frees the lock of a killed process, and a folder that may only be
    read can be locked too. On a network file system the lock holds for one machine.

    When the block fails, a folder made for it is taken away again if it is still empty.
    """
    deadline = time.monotonic() + seconds
    while True:
        with open_environment(directory, display, create=create) as environment:
            lock(environment.fd, display, deadline)
            # Whoever held the lock may have removed the folder, and then nobody would see a write.
            if not _is_there(environment.fd, environment.name, environment.parent):
                continue
            try:
                yield environment
            except BaseException:
                if environment.created:
                    with contextlib.suppress(OSError):
                        os.rmdir(environment.name, dir_fd=environment.parent)
                raise
            return


def lock(fd: int, display: str, deadline: float) -> None:
    """Lock an open folder until its descriptor is closed; wait up to a time.monotonic()."""
    import fcntl  # not on Windows, where the rest of tfgen can be imported

    while True:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise TfgenError(
                    Problem(
                        "another tfgen is writing this folder",
                        Location(display),
                        "wait until it has finished, then render again",
                    )
                ) from None
            time.sleep(POLL_SECONDS)
        except OSError as error:
            raise explain(error, "locked", display) from error
        else:
            return


def _is_there(fd: int, name: str, parent: int) -> bool:
    try:
        there = os.stat(name or ".", dir_fd=parent, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return os.path.samestat(os.fstat(fd), there)
