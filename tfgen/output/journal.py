"""What a killed write leaves behind: the staging folder with its journal, and the guard.

A write stages every new file in ``.tfgen.stage`` beside the tree, notes in a journal what it is
about to do, and puts a guard into every folder where Terraform may be run. Only then does the tree
change. Without a guard, the tree is whole and the leftovers mean nothing; with one, the
journal tells the next run which files are tfgen's although the manifest does not know them yet.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tfgen.output.files import GUARD, STAGE, join, path_fault

JOURNAL = "journal.json"

# A quoted string cannot begin anything in a Terraform file. Terraform prints the line, then
# "Argument names must not be quoted", and stops in every command that reads the configuration.
GUARD_TEXT = (
    b'"tfgen was stopped while it wrote these files: run tfgen render again, then terraform"\n'
)


@dataclass(frozen=True, slots=True)
class Journal:
    """What an unfinished write may have done.

    ``files``: every hash that tfgen may have given a path; ``folders``: folders it may have made or
    emptied; ``guards``: folders that may hold a guard.
    """

    files: Mapping[str, tuple[str, ...]]
    folders: tuple[str, ...]
    guards: tuple[str, ...]


EMPTY = Journal(MappingProxyType({}), (), ())

JOURNAL_PATH = join(STAGE, JOURNAL)


def dump(journal: Journal) -> bytes:
    """The journal as JSON."""
    value = {
        "files": {path: list(hashes) for path, hashes in journal.files.items()},
        "folders": list(journal.folders),
        "guards": list(journal.guards),
    }
    return json.dumps(value, sort_keys=True).encode("ascii") + b"\n"


def parse(data: bytes | None) -> Journal:
    """Read a journal; a missing or damaged one is empty.

    Losing it is safe: files of the unfinished write then count as not tfgen's own.
    """
    try:
        value = json.loads(data or b"")
        journal = Journal(
            {str(path): tuple(map(str, hashes)) for path, hashes in value["files"].items()},
            tuple(map(str, value["folders"])),
            tuple(map(str, value["guards"])),
        )
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
        return EMPTY
    folders = (*journal.folders, *filter(None, journal.guards))
    if any(map(path_fault, (*journal.files, *(join(folder, "main.tf") for folder in folders)))):
        return EMPTY
    return journal


def guard_in(folder: str) -> str:
    """The path of the guard in a folder of the tree."""
    return join(folder, GUARD)
