"""Texts in the cache folder that are believed only if they are whole and of this very code."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

import jinja2

from tfgen import __version__
from tfgen.cache import private_folder

_PACKAGES = ("templating", "hcl")


def code_key() -> str:
    """A short hash of what renders: this package and the syntax it writes, and Jinja's version."""
    root = Path(__file__).parents[1]
    files = sorted(path for name in _PACKAGES for path in (root / name).glob("*.py"))
    files += [root / "misuse.py", root / "networks.py"]
    digest = hashlib.sha256(f"{__version__} {jinja2.__version__}".encode())
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def load_text(folder: Path, name: str) -> str:
    """The text that was kept under a name; "" where there is none, or not all of it."""
    try:
        data = (folder / name).read_bytes()
    except OSError:
        return ""
    digest, _, body = data.partition(b"\n")
    if _seal(name, body) != digest:
        return ""
    return body.decode("utf-8", "surrogatepass")


def save_text(folder: Path, name: str, text: str) -> None:
    """Keep a text, in one step; a folder that cannot be written, or is not ours, only forgets."""
    body = text.encode("utf-8", "surrogatepass")
    target = folder / name
    fresh = target.with_name(f"{name}.{os.getpid()}.tmp")
    with suppress(OSError):
        if not private_folder(folder):
            return
        try:
            fresh.write_bytes(b"%s\n%s" % (_seal(name, body), body))
            fresh.replace(target)
        finally:
            fresh.unlink(missing_ok=True)


def _seal(name: str, body: bytes) -> bytes:
    """What a file starts with: under the name of another version it is not believed."""
    return hashlib.sha256(b"%s\n%s" % (name.encode(), body)).hexdigest().encode()
