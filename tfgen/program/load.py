"""Files -> program: parse them, find the folders they call, and who is a root."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from tfgen.hcl.tree import Literal
from tfgen.program.model import Program
from tfgen.program.sources import (
    Folder,
    ReadFolder,
    SourceFile,
    build_folder,
    called_folder,
    folder_of,
    parse_file,
)

if TYPE_CHECKING:
    from tfgen.provider_schema.read import Schema


def load(
    sources: Iterable[tuple[str, str]],
    read_folder: ReadFolder | None = None,
    schemas: Mapping[str, Schema] | None = None,
) -> Program:
    """The program that the files make, given as path and text; a file may be no valid HCL.

    ``read_folder`` gives the files of a folder that a module call names and that is not among
    ``sources``. ``schemas`` are providers' schemas that win over those that ship. Roots are the
    folders of ``sources`` that no module call names.
    """
    files = {path: parse_file(path, text) for path, text in sources if _is_read(path)}
    by_folder: dict[str, list[SourceFile]] = {}
    for file in files.values():
        by_folder.setdefault(folder_of(file.path), []).append(file)
    folders = {path: build_folder(path, found) for path, found in by_folder.items()}
    given = tuple(folders)
    called: set[str] = set()
    pending = list(given)
    while pending:
        folder = folders[pending.pop()]
        for path in _called(folder):
            called.add(path)
            if path in folders or read_folder is None:
                continue
            found = [parse_file(*file) for file in read_folder(path).items() if _is_read(file[0])]
            if found:
                files.update((file.path, file) for file in found)
                folders[path] = build_folder(path, found)
                pending.append(path)
    roots = [path for path in given if path not in called and folders[path].blocks]
    return Program(files, folders, sorted(roots), read_folder, schemas)


def _is_read(path: str) -> bool:
    name = posixpath.basename(path)
    return name.endswith((".tf", ".tf.json", ".auto.tfvars")) or name == "terraform.tfvars"


def _called(folder: Folder) -> Iterable[str]:
    for declared in folder.calls.values():
        source = declared.block.body.attribute("source")
        if source is not None and isinstance(source.expression, Literal):
            path = called_folder(folder.path, str(source.expression.value))
            if path is not None:
                yield path
