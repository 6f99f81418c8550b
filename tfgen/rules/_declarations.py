"""Folders as the static checks see them: places of nodes, the folders that calls name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfgen.errors import Location
from tfgen.hcl.tree import AttributeStep, IndexStep, Literal, SplatStep
from tfgen.program.sources import DeclaredAttribute, DeclaredBlock, called_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfgen.hcl.tree import Block, Span, Step
    from tfgen.program.model import Program
    from tfgen.program.sources import Folder


def place(file: str, span: Span) -> Location:
    """Where a node begins."""
    return Location(file, span.line, span.column)


def header(declared: DeclaredBlock) -> Location:
    """Where a block begins."""
    return place(declared.file, declared.block.header)


def whole_folders(program: Program) -> Iterator[Folder]:
    """The folders all of whose files could be read: what is not there is not declared."""
    folders = (program.folders[path] for path in sorted(program.folders))
    return (folder for folder in folders if folder.complete)


def source_of(call: Block) -> str | None:
    """The source of a module call where it is a literal."""
    source = call.body.attribute("source")
    if source is None or not isinstance(source.expression, Literal):
        return None
    return source.expression.value if isinstance(source.expression.value, str) else None


def called(program: Program, folder: Folder, call: DeclaredBlock) -> Folder | None:
    """The folder that a module call names; None where it is not local, or not there."""
    source = source_of(call.block)
    path = None if source is None else called_folder(folder.path, source)
    return None if path is None else program.folders.get(path)


def callers(program: Program, path: str) -> Iterator[tuple[Folder, DeclaredBlock]]:
    """Each call of a folder, with the folder that makes it."""
    for calling in program.folders.values():
        for call in calling.calls.values():
            source = source_of(call.block)
            if source is not None and called_folder(calling.path, source) == path:
                yield calling, call


def required_providers(folder: Folder) -> dict[str, DeclaredAttribute]:
    """The entries of the folder's required_providers by their local names."""
    return {
        attribute.name: DeclaredAttribute(attribute, declared.file)
        for declared in folder.top("terraform")
        for block in declared.block.body.blocks_of("required_providers")
        for attribute in block.body.attributes
    }


def repeated(block: Block) -> str:
    """``count`` or ``for_each``, whichever a block has, or nothing."""
    return next((name for name in ("count", "for_each") if block.body.attribute(name)), "")


def output_read(call: Block, rest: tuple[Step, ...]) -> str | None:
    """The output that the steps after a module's name read; None where they take the whole."""
    kind = repeated(call)
    if rest and (
        (kind and isinstance(rest[0], IndexStep))
        or (kind != "for_each" and isinstance(rest[0], SplatStep))
    ):
        rest = rest[1:]
    elif kind:
        return None
    return rest[0].name if rest and isinstance(rest[0], AttributeStep) else None
