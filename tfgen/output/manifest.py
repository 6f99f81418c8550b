"""The manifest, ``.tfgen.json``: what tfgen says it wrote into an environment's folder.

tfgen changes and removes only what its manifest lists, so a manifest is read with suspicion.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from json.encoder import encode_basestring_ascii as _string
from operator import itemgetter
from types import MappingProxyType

from tfgen.errors import Location, Problem, TfgenError
from tfgen.output.files import OutputFile, path_fault

VERSION = 1

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file tfgen wrote: the SHA-256 of its bytes in hex, and the template it came from."""

    sha256: str
    template: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Every file of a tree by its path below the environment's folder."""

    files: Mapping[str, Entry]


EMPTY = Manifest(MappingProxyType({}))


def sha256(data: bytes) -> str:
    """The hash a manifest keeps of a file's content."""
    return hashlib.sha256(data).hexdigest()


def manifest_of(files: Iterable[OutputFile]) -> Manifest:
    """The manifest of a tree."""
    return Manifest({file.path: Entry(sha256(file.data), file.template) for file in files})


def dump(manifest: Manifest) -> bytes:
    """The manifest as JSON: sorted, indented, the same bytes for the same tree.

    It is what json.dumps makes with an indent of 2, put together here: with an indent json is ten
    times slower.
    """
    entries = [
        f'    {_string(path)}: {{\n      "sha256": {_string(entry.sha256)},\n'
        f'      "template": {_string(entry.template)}\n    }}'
        for path, entry in sorted(manifest.files.items(), key=itemgetter(0))
    ]
    files = "{\n" + ",\n".join(entries) + "\n  }" if entries else "{}"
    return f'{{\n  "files": {files},\n  "version": {VERSION}\n}}\n'.encode("ascii")


def parse(data: bytes, file: str) -> Manifest:
    """Read a manifest; ``file`` is its path as the user would type it.

    Anything but a manifest this version would write is a :class:`TfgenError`, so that a merge
    conflict or an edit can never make tfgen touch a file that is not its own.
    """
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        raise _damaged(f"{error.msg}", Location(file, error.lineno, error.colno)) from error
    except (ValueError, RecursionError) as error:
        raise _damaged(str(error), Location(file)) from error
    if not isinstance(value, dict) or type(value.get("version")) is not int:
        raise _damaged('no "version"', Location(file))
    if value["version"] > VERSION:
        raise TfgenError(
            Problem(
                f"was written by a newer tfgen (version {value['version']} of the manifest, "
                f"this tfgen knows {VERSION})",
                Location(file),
                "update tfgen",
            )
        )
    files = value.get("files")
    if value["version"] != VERSION or set(value) != {"version", "files"} or type(files) is not dict:
        raise _damaged('not a "version" 1 with "files"', Location(file))
    return Manifest({path: _entry(path, entry, file) for path, entry in files.items()})


def _entry(path: str, value: object, file: str) -> Entry:
    if fault := path_fault(path):
        raise _damaged(f"it lists {path!r}: {fault}", Location(file))
    match value:
        case {"sha256": str(digest), "template": str(template), **rest} if not rest:
            if _SHA256.fullmatch(digest):
                return Entry(digest, template)
    raise _damaged(f'{path!r} needs a "sha256" and a "template"', Location(file))


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a key appears twice")
    return value


def _damaged(why: str, where: Location) -> TfgenError:
    return TfgenError(
        Problem(
            f"the manifest is damaged: {why}",
            where,
            "restore it from version control; or delete it and render with --force, which takes "
            "over every file that the templates render",
        )
    )
