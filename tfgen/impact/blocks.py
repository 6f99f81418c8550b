"""From changed text to the resources it is about, through locals, variables and outputs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from tfgen.hcl.parser import parse
from tfgen.hcl.tree import Attribute, AttributeStep, Block, Body, Reference, attributes, walk
from tfgen.program.model import Module

Name: TypeAlias = str
"""What a file declares: ``resource aws_vpc this``, ``local a``, ``module a source`` …"""

_NO_ARGUMENTS = ("depends_on", "providers", "source", "version")
_DECIDED = ("aws_iam_policy_document",)
"""Data sources that are computed from their arguments alone."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A declaration with its lines and its text, in which white space counts as one."""

    name: Name
    first: int
    last: int
    text: str


@lru_cache(maxsize=1024)
def pieces(text: str) -> tuple[Piece, ...]:
    """Every declaration of a valid HCL file, blocks that nothing can refer to included.

    Locals and the arguments of module calls each are one.
    """
    return tuple(_pieces(text))


def _pieces(text: str) -> Iterator[Piece]:
    for block in parse(text).blocks:
        if block.type == "locals":
            for attribute in block.body.attributes:
                yield _piece(f"local {attribute.name}", attribute, text)
        elif block.type == "module" and block.labels:
            name = f"module {block.labels[0]}"
            yield Piece(name, block.header.line, block.header.line, name)
            for attribute in block.body.attributes:
                yield _piece(f"{name} {attribute.name}", attribute, text)
        else:
            yield _piece(" ".join((block.type, *block.labels)), block, text)


def _piece(name: str, node: Block | Attribute, text: str) -> Piece:
    span = node.span
    words = re.sub(r"\s+", " ", text[span.start : span.end])
    return Piece(name, span.line, span.end_line, words)


def changed(before: str, after: str) -> set[Name]:
    """What is declared before and is not the same after."""
    later: dict[Name, list[str]] = {}
    for piece in pieces(after):
        later.setdefault(piece.name, []).append(piece.text)
    found = set()
    for piece in pieces(before):
        if piece.text not in later.get(piece.name, ()):
            found.add(piece.name)
    return found


def on_lines(text: str, lines: Iterable[int]) -> set[Name]:
    """What is declared on any of the lines; with a comment directly above belonging to it."""
    wanted = set(lines)
    rows = text.split("\n")
    found = set()
    for piece in pieces(text):
        first = piece.first
        while first > 1 and rows[first - 2].lstrip().startswith(("#", "//")):
            first -= 1
        if not wanted.isdisjoint(range(first, piece.last + 1)):
            found.add(piece.name)
    return found


def dependents(
    root: Module, changes: Mapping[str, set[Name]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The modules and resources of a root that changed declarations are about, by address.

    ``changes`` are those of each folder as shown. What refers to a changed local, variable or
    output is about it, too, and so is the module that a changed block calls, where it reads the
    argument. An attribute of a resource is only known to AWS: what refers to one is not.
    """
    modules = list(root.everything())
    touched: dict[int, set[Name]] = {
        id(module): set(changes.get(module.folder, ())) for module in modules
    }
    arguments: dict[int, set[str]] = {id(module): set() for module in modules}
    moving = True
    while moving:
        moving = False
        for module in modules:
            mine = touched[id(module)]
            before = len(mine)
            mine |= {f"variable {name}" for name in arguments[id(module)]}
            # Chains of locals, whatever their order.
            size = -1
            while size != len(mine):
                size = len(mine)
                mine |= set(_about(module, mine, touched))
            for name, called in module.calls.items():
                for _, child in called:
                    if f"module {name}" in mine:
                        # With the name of the call, all addresses below it change.
                        moved = set(_declared(child)) - touched[id(child)]
                        touched[id(child)] |= moved
                        moving = moving or bool(moved)
                    given = set(_given(module, name, mine, touched))
                    if not given <= arguments[id(child)]:
                        arguments[id(child)] |= given
                        moving = True
            moving = moving or len(mine) != before
    found = []
    for module in modules:
        names = touched[id(module)]
        found += [
            resource.block_address
            for resource in module.resources
            if resource.mode == "managed" and f"resource {resource.type} {resource.name}" in names
        ]
    hit = [
        re.sub(r"\[[^]]*\]", "", module.address)
        for module in modules
        if module.address and touched[id(module)]
    ]
    return tuple(dict.fromkeys(hit)), tuple(dict.fromkeys(found))


def _declared(module: Module) -> Iterator[Name]:
    for resource in module.resources:
        if resource.mode == "managed":
            yield f"resource {resource.type} {resource.name}"
    yield from (f"module {name}" for name in module.calls)


def _about(module: Module, names: set[Name], touched: Mapping[int, set[Name]]) -> Iterator[Name]:
    for declared in module.source.blocks:
        block = declared.block
        if block.type == "locals":
            for attribute in block.body.attributes:
                if _reads([attribute], module, names, touched):
                    yield f"local {attribute.name}"
        elif block.type in ("data", "ephemeral", "output", "resource"):
            name = " ".join((block.type, *block.labels))
            if name not in names and _reads(_all(block.body), module, names, touched):
                yield name


def _all(body: Body) -> list[Attribute]:
    return list(attributes(body))


def _given(
    module: Module, call: str, names: set[Name], touched: Mapping[int, set[Name]]
) -> Iterator[str]:
    """The arguments of a call that are about something changed."""
    block = module.source.calls[call].block
    whole = f"module {call} source" in names
    for attribute in block.body.attributes:
        if attribute.name in _NO_ARGUMENTS:
            continue
        own = f"module {call} {attribute.name}" in names
        if whole or own or _reads([attribute], module, names, touched):
            yield attribute.name


def _reads(
    found: Iterable[Attribute],
    module: Module,
    names: set[Name],
    touched: Mapping[int, set[Name]],
) -> bool:
    return any(
        _is_changed(node, module, names, touched)
        for attribute in found
        for node in walk(attribute.expression)
        if isinstance(node, Reference)
    )


def _is_changed(
    node: Reference, module: Module, names: set[Name], touched: Mapping[int, set[Name]]
) -> bool:
    steps = [step.name for step in node.steps if isinstance(step, AttributeStep)]
    if not steps:
        return False
    if node.name == "var":
        return f"variable {steps[0]}" in names
    if node.name == "local":
        return f"local {steps[0]}" in names
    if node.name == "data" and len(steps) > 1:
        return steps[0] in _DECIDED and f"data {steps[0]} {steps[1]}" in names
    if node.name == "module" and len(steps) > 1:
        return any(
            f"output {steps[1]}" in touched[id(child)]
            for _, child in module.calls.get(steps[0], ())
        )
    return False
