"""Judgements kept for the next run: a file for each tree as it was, by the hash of all it is from.

A file is believed only whole: it starts with the hash of the rest. Judgements that quote secrets
are not kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache as once
from importlib.util import find_spec
from pathlib import Path

import tfgen
from tfgen.cache import private_folder
from tfgen.commands._judgement import TreeJudgement
from tfgen.provider_schema.store import FOLDER

_MOST_KEPT = 40_000
_CODE = ("aws", "hcl", "program", "provider_schema", "rules")
"""The packages that make a judgement, with the modules beside them and those named like this."""
_LIBRARIES = {"hcl2": "python_hcl2", "lark": "lark", "regex": "regex"}
_HERE = ("_findings.py", "_judgement.py", "_judgement_cache.py", "_judging.py")


def load(folder: Path, key: str) -> TreeJudgement | None:
    """The judgement of that key; None where there is none that can be believed."""
    try:
        seal, _, content = (_folder(folder) / f"{key}.json").read_bytes().partition(b"\n")
        if seal != _seal(content):
            return None
        found = TreeJudgement.from_json(json.loads(content))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return replace(found, remembered=True) if found.key == key else None


def save(folder: Path, judgement: TreeJudgement) -> None:
    """Keep a judgement, without what the YAML says; a folder that takes nothing only costs time."""
    own = _folder(folder)
    if judgement.quotes_secrets or not private_folder(own):
        return
    content = json.dumps(replace(judgement, entries=()).to_json(), separators=(",", ":")).encode()
    temporary = own / f"{judgement.key}.{os.getpid()}"
    try:
        temporary.write_bytes(_seal(content) + b"\n" + content)
        temporary.replace(own / f"{judgement.key}.json")
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        return
    # Looking through the folder takes longer than a file in it, so one in 256 is followed by it.
    if judgement.key.startswith("00"):
        _forget_oldest(own)


def was_read(folder: Path, key: str) -> bool:
    """Whether both readers of HCL are known to agree on the tree of that key."""
    return (_folder(folder) / f"{key}.read").exists()


def note_read(folder: Path, key: str) -> None:
    """Remember that both readers of HCL agree on the tree of that key."""
    own = _folder(folder)
    if private_folder(own):
        with suppress(OSError):
            (own / f"{key}.read").touch(mode=0o600)


def _folder(folder: Path) -> Path:
    return folder / "judgements"


def _seal(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


def _forget_oldest(folder: Path, most: int = _MOST_KEPT) -> None:
    """Keep the folder from growing for ever: the oldest go, a quarter of what may be there."""
    with suppress(OSError):
        with os.scandir(folder) as entries:
            ages = sorted((entry.stat().st_mtime_ns, entry.path) for entry in entries)
        for _, path in ages[: len(ages) - most * 3 // 4] if len(ages) > most else ():
            with suppress(OSError):
                Path(path).unlink()


@once
def code_digest() -> str:
    """A hash of the code and data that make judgements, and of what they are run by."""
    about = (tfgen.__version__, sys.version, [*_versions()])
    digest = hashlib.sha256(repr(about).encode())
    for path in _code():
        data = path.read_bytes()
        digest.update(f"{path.name} {len(data)}\n".encode())
        digest.update(data)
    return digest.hexdigest()


def _versions() -> Iterator[str]:
    """The libraries in use, by the folders that say their versions; to read these takes longer."""
    for module, library in _LIBRARIES.items():
        spec = find_spec(module)
        if spec is not None and spec.origin is not None:
            found = Path(spec.origin).parent.parent.glob(f"{library}-*.dist-info")
            yield from sorted(path.name for path in found)


def _code() -> Iterator[Path]:
    own = Path(tfgen.__file__).parent
    yield from sorted(own.glob("*.py"))
    for package in _CODE:
        for path in sorted((own / package).rglob("*")):
            if path.is_file() and path.suffix not in (".pyc", ".md"):
                yield path
    for name in _HERE:
        yield own / "commands" / name


def schemas_digest(root: Path | None) -> str:
    """A hash of the provider schemas that a project keeps."""
    digest = hashlib.sha256()
    for path in sorted((root / FOLDER).glob("*")) if root is not None else ():
        if path.is_file():
            data = path.read_bytes()
            digest.update(f"{path.name} {len(data)}\n".encode())
            digest.update(data)
    return digest.hexdigest()


def key_of(digest: str, folder: str, texts: dict[str, str]) -> str:
    """The key of a tree: of what all trees have in common, its folder, and all its files."""
    found = hashlib.sha256(f"{digest} {len(folder)} {folder}\n".encode())
    for path in sorted(texts):
        data = texts[path].encode("utf-8", "surrogatepass")
        found.update(f"{len(path)} {len(data)} {path}\n".encode("utf-8", "surrogatepass"))
        found.update(data)
    return found.hexdigest()
