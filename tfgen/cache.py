"""Where tfgen keeps what it may recompute at any time."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def cache_folder() -> Path | None:
    """The user's cache folder for tfgen, made if need be; None where there is none to trust.

    ``TFGEN_CACHE_DIR`` wins, then ``XDG_CACHE_HOME``, then ``~/.cache`` (XDG Base Directory
    Specification). Without a folder everything works and only takes longer.
    """
    folder = _wanted()
    return folder if folder is not None and private_folder(folder) else None


def private_folder(folder: Path) -> bool:
    """Make a folder if need be; whether it is the user's own and writable by nobody else.

    Cached templates and grammars are run as code, and verdicts are believed: whoever can write
    them can do what the user can.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
    except OSError:
        return False
    if not hasattr(os, "getuid"):
        return True
    return status.st_uid == os.getuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _wanted() -> Path | None:
    explicit = os.environ.get("TFGEN_CACHE_DIR")
    if explicit:
        return Path(explicit).absolute()
    base = os.environ.get("XDG_CACHE_HOME")
    if base and Path(base).is_absolute():
        return Path(base, "tfgen")
    try:
        return Path.home() / ".cache" / "tfgen"
    except RuntimeError:
        return None
