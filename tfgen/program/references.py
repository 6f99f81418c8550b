"""Every reference that a folder's expressions make, with the names that have a meaning there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tfgen.hcl.tree import (
    Block,
    Body,
    Expression,
    For,
    ForDirective,
    IndexStep,
    Reference,
    Span,
    TemplatePart,
    children,
)
from tfgen.program.sources import DeclaredBlock, Folder

# Attributes that hold no ordinary expression: types, names of providers, addresses of resources,
# attributes of the resource itself.
_OTHER_LANGUAGE = {
    "variable": ("type", "nullable", "sensitive", "ephemeral"),
    "module": ("source", "version", "providers"),
    "resource": ("provider",),
    "data": ("provider",),
    "ephemeral": ("provider",),
    "lifecycle": ("ignore_changes",),
    "import": ("to", "provider"),
    "moved": ("from", "to"),
    "removed": ("from",),
    "required_providers": None,
    "backend": None,
    "cloud": None,
    "provider_meta": None,
}
_REPEATED = ("resource", "data", "ephemeral", "module", "import")
_WITH_SELF = ("provisioner", "connection", "postcondition")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an expression stands and which names have a meaning there beside the module's own.

    ``names`` are given by ``for`` expressions and dynamic blocks. ``each``, ``count`` and ``self``
    say whether these words have a meaning.
    """

    file: str
    block: Block
    names: frozenset[str] = frozenset()
    each: bool = False
    count: bool = False
    self: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """One reference, and the place it stands in."""

    reference: Reference
    place: Place

    @property
    def span(self) -> Span:
        """The reference in its file."""
        return self.reference.span


def uses(folder: Folder) -> Iterator[Use]:
    """Every reference in the folder's blocks, in file order.

    Names that a ``for`` expression or a dynamic block gives a meaning to are left out.
    """
    for declared in folder.blocks:
        yield from uses_of(declared)


def uses_of(declared: DeclaredBlock) -> Iterator[Use]:
    """Every reference in one top-level block."""
    block = declared.block
    yield from _in_block(block, Place(declared.file, block))


def _in_block(block: Block, place: Place) -> Iterator[Use]:
    """The references in a block that ``place`` describes from outside."""
    other = _OTHER_LANGUAGE.get(block.type, ())
    if other is None:
        return
    inside = place
    if block is place.block and block.type in _REPEATED:
        inside = replace(
            place,
            each=block.body.attribute("for_each") is not None,
            count=block.body.attribute("count") is not None,
        )
    if block.type in _WITH_SELF:
        inside = replace(inside, self=True)
    for attribute in block.body.attributes:
        if attribute.name in other:
            continue
        outside = block is place.block and attribute.name in ("for_each", "count", "depends_on")
        yield from uses_in(attribute.expression, place if outside else inside)
    for nested in block.body.blocks:
        if nested.type == "dynamic" and nested.labels:
            yield from _in_dynamic(nested, inside)
        else:
            yield from _in_block(nested, inside)


def _in_dynamic(block: Block, place: Place) -> Iterator[Use]:
    iterator = block.body.attribute("iterator")
    name = block.labels[0]
    if iterator is not None and isinstance(iterator.expression, Reference):
        name = iterator.expression.name
    inside = replace(place, names=place.names | {name})
    for attribute in block.body.attributes:
        if attribute.name == "labels":
            yield from uses_in(attribute.expression, inside)
        elif attribute.name != "iterator":
            yield from uses_in(attribute.expression, place)
    for content in block.body.blocks_of("content"):
        yield from _in_content(content.body, inside)


def _in_content(body: Body, place: Place) -> Iterator[Use]:
    for attribute in body.attributes:
        yield from uses_in(attribute.expression, place)
    for nested in body.blocks:
        if nested.type == "dynamic" and nested.labels:
            yield from _in_dynamic(nested, place)
        else:
            yield from _in_content(nested.body, place)


def uses_in(node: Expression | TemplatePart, place: Place) -> Iterator[Use]:
    """Every reference in an expression; ``for`` gives names to what it encloses."""
    match node:
        case Reference():
            if node.name not in place.names:
                yield Use(node, place)
            for step in node.steps:
                if isinstance(step, IndexStep):
                    yield from uses_in(step.key, place)
        case For() | ForDirective():
            names = {name for name in (node.key_name, node.value_name) if name is not None}
            inside = replace(place, names=place.names | names)
            yield from uses_in(node.collection, place)
            for child in children(node):
                if child is not node.collection:
                    yield from uses_in(child, inside)
        case _:
            for child in children(node):
                yield from uses_in(child, place)
