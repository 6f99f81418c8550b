"""Where tfgen keeps what it may recompute at any time."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path | None:
    """The user's cache folder for tfgen, or None where no home is known.

    ``TFGEN_CACHE_DIR`` wins, then ``XDG_CACHE_HOME``, then ``~/.cache`` (XDG Base Directory
    Specification). Nothing is created here; a folder that cannot be written only costs time.
    """
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
