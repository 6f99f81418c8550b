"""Files and folders of Terraform, parsed: what stands in them, before anything is evaluated."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from tfgen.hcl.parser import parse
from tfgen.hcl.scanner import HclSyntaxError
from tfgen.hcl.tree import Attribute, Block, Body

ReadFolder: TypeAlias = Callable[[str], Mapping[str, str]]
"""Folder as shown -> the texts of its files by path; empty where there is no such folder."""

Mode: TypeAlias = str
"""``managed`` (resource), ``data`` or ``ephemeral``."""

_MODES = {"resource": "managed", "data": "data", "ephemeral": "ephemeral"}


class SourceFile(NamedTuple):
    """One file; ``body`` is None, and ``error`` says why, when it is not valid HCL."""

    path: str
    text: str
    body: Body | None
    error: HclSyntaxError | None = None


@dataclass(frozen=True, slots=True)
class DeclaredBlock:
    """A block and the file it stands in.

    ``remembered`` is what was read in the block and is asked for again; see references.
    """

    block: Block
    file: str
    remembered: dict[str, tuple[Any, ...]] = field(default_factory=dict, compare=False, repr=False)


class DeclaredAttribute(NamedTuple):
    """An attribute (a local value, an assigned variable) and the file it stands in."""

    attribute: Attribute
    file: str


@dataclass(frozen=True, slots=True)
class Folder:
    """The blocks of one module's files, by what they declare.

    ``assigned`` are the variables that ``terraform.tfvars`` and ``*.auto.tfvars`` set where the
    folder is a root. ``complete`` is False when a file cannot be parsed or is of a kind that is
    not read: JSON syntax, and override files, whose blocks Terraform merges into others.
    """

    path: str
    blocks: tuple[DeclaredBlock, ...]
    variables: Mapping[str, DeclaredBlock]
    locals: Mapping[str, DeclaredAttribute]
    outputs: Mapping[str, DeclaredBlock]
    calls: Mapping[str, DeclaredBlock]
    resources: Mapping[tuple[Mode, str, str], DeclaredBlock]
    assigned: Mapping[str, DeclaredAttribute]
    complete: bool

    def top(self, kind: str) -> Iterator[DeclaredBlock]:
        """The top-level blocks of that type, in file order."""
        return (found for found in self.blocks if found.block.type == kind)


def parse_file(path: str, text: str) -> SourceFile:
    """The file with its tree, or with the reason why it has none."""
    try:
        return SourceFile(path, text, parse(text))
    except HclSyntaxError as error:
        return SourceFile(path, text, None, error)


def address_of(block: Block) -> str:
    """``type.name``, as references say it: of a resource without the word resource."""
    parts = block.labels if block.type == "resource" else (block.type, *block.labels)
    return ".".join(parts)


def folder_of(path: str) -> str:
    """The folder of a file as shown; "." for a bare file name."""
    return posixpath.dirname(path) or "."


def called_folder(folder: str, source: str) -> str | None:
    """The folder that a module call in ``folder`` names; None for a source that is not local.

    Terraform takes a source for a local path only when it starts with ``./`` or ``../``.
    """
    if not source.startswith(("./", "../")):
        return None
    return posixpath.normpath(posixpath.join(folder, source))


def build_folder(path: str, files: Iterable[SourceFile]) -> Folder:
    """Sort the blocks of the folder's files by what they declare; the first of two wins."""
    blocks: list[DeclaredBlock] = []
    assigned: dict[str, DeclaredAttribute] = {}
    complete = True
    for file in sorted(files, key=lambda one: (one.path.endswith(".auto.tfvars"), one.path)):
        name = posixpath.basename(file.path)
        if file.body is None or not name.endswith((".tf", ".tfvars")) or _is_override(name):
            complete = False
        elif name.endswith(".tfvars"):
            for attribute in file.body.attributes:
                assigned[attribute.name] = DeclaredAttribute(attribute, file.path)
        else:
            blocks += (DeclaredBlock(block, file.path) for block in file.body.blocks)
    return Folder(
        path,
        tuple(blocks),
        _by_label(blocks, "variable"),
        _locals(blocks),
        _by_label(blocks, "output"),
        _by_label(blocks, "module"),
        _resources(blocks),
        assigned,
        complete,
    )


def _is_override(name: str) -> bool:
    return name == "override.tf" or name.endswith("_override.tf")


def _by_label(blocks: Iterable[DeclaredBlock], kind: str) -> dict[str, DeclaredBlock]:
    found: dict[str, DeclaredBlock] = {}
    for declared in blocks:
        if declared.block.type == kind and declared.block.labels:
            found.setdefault(declared.block.labels[0], declared)
    return found


def _locals(blocks: Iterable[DeclaredBlock]) -> dict[str, DeclaredAttribute]:
    found: dict[str, DeclaredAttribute] = {}
    for declared in blocks:
        if declared.block.type == "locals":
            for attribute in declared.block.body.attributes:
                found.setdefault(attribute.name, DeclaredAttribute(attribute, declared.file))
    return found


def _resources(blocks: Iterable[DeclaredBlock]) -> dict[tuple[Mode, str, str], DeclaredBlock]:
    found: dict[tuple[Mode, str, str], DeclaredBlock] = {}
    for declared in blocks:
        mode = _MODES.get(declared.block.type)
        if mode is not None and len(declared.block.labels) == 2:
            kind, name = declared.block.labels
            found.setdefault((mode, kind, name), declared)
    return found
