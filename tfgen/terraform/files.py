"""Folders and files that a root needs: its modules, and what its functions read elsewhere."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Final

from tfgen.hcl.tree import Call, Literal, attributes, walk
from tfgen.program.evaluate import evaluate
from tfgen.program.model import Module, Program
from tfgen.program.scope import Scope
from tfgen.program.sources import called_folder
from tfgen.program.values import Value

_READ: Final = frozenset(
    {
        "file",
        "filebase64",
        "filebase64sha256",
        "filebase64sha512",
        "fileexists",
        "filemd5",
        "fileset",
        "filesha1",
        "filesha256",
        "filesha512",
        "templatefile",
    }
)


def module_folders(program: Program, root: Module) -> tuple[str, ...]:
    """The root's folder and those of all local modules below it, whether any instance exists."""
    found: dict[str, None] = {}
    pending = [root.folder]
    while pending:
        path = pending.pop()
        folder = program.folders.get(path)
        if folder is None or path in found:
            continue
        found[path] = None
        for declared in folder.calls.values():
            source = declared.block.body.attribute("source")
            if source is None or not isinstance(source.expression, Literal):
                continue
            called = called_folder(path, str(source.expression.value))
            if called is not None:
                pending.append(called)
    return tuple(found)


def read_elsewhere(root: Module) -> Iterator[str]:
    """Paths as shown of the files and folders that functions name with ``..`` in the path."""
    for module in root.everything():
        for declared in module.source.blocks:
            scope = Scope(module, declared.file)
            for attribute in attributes(declared.block.body):
                for node in walk(attribute.expression):
                    if isinstance(node, Call) and node.name in _READ and node.arguments:
                        yield from _paths(evaluate(node.arguments[0], scope), module)


def _paths(value: Value, module: Module) -> Iterator[str]:
    """A path may begin with ``path.module``, or be relative to the root, where Terraform runs."""
    text = value.text
    if text is not None and ".." in text.split("/"):
        yield posixpath.normpath(text)
        if not text.startswith("/"):
            yield posixpath.normpath(f"{module.root.folder}/{text}")
