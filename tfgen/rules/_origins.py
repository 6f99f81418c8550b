"""Where the pieces of a value come from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.hcl.tree import AttributeStep, Expression, Reference, walk

if TYPE_CHECKING:
    from tfgen.program.model import Module, ObjectView, Resource, View
    from tfgen.program.values import Value

_NO_RESOURCE: Final = frozenset(
    ("var", "local", "module", "data", "each", "count", "path", "self", "terraform")
)


def leaves(value: Value) -> Iterator[Value]:
    """The pieces that a value is made of: of lists, maps, texts known in part, and JSON."""
    pending = [value]
    while pending:
        one = pending.pop()
        below = [*one.items, *one.entries.values()]
        if one.decoded is not None:
            below.append(one.decoded)
        if one.origin is None:
            below += (part for part in one.parts if part is not one)
        if one.origin is not None or not below:
            yield one
        pending += below


def sources(value: Value) -> Iterator[tuple[Resource, str | None]]:
    """The resources of the pieces with the attribute of each; None for all attributes."""
    for leaf in leaves(value):
        if leaf.resource is not None:
            yield leaf.resource, leaf.attribute


def made_of(view: View | ObjectView) -> Iterator[Resource]:
    """The resources that the arguments of a block, and of the blocks below it, come from."""
    for name in dict.fromkeys(view.names):
        value = view.get(name)
        if value is not None:
            yield from value.resources()
            continue
        for block in view.blocks(name):
            yield from made_of(block)


def is_opaque(value: Value) -> bool:
    """Whether nothing is known of some piece, not even where it comes from."""
    return any(not leaf.is_known and leaf.resource is None for leaf in leaves(value))


def named(expression: Expression, module: Module, seen: frozenset[str] = frozenset()) -> set[str]:
    """The addresses of the resources and modules that an expression names, through locals too."""
    found: set[str] = set()
    for node in walk(expression):
        if not isinstance(node, Reference) or not node.steps:
            continue
        first = node.steps[0]
        if not isinstance(first, AttributeStep):
            continue
        if node.name == "local" and first.name not in seen:
            declared = module.source.locals.get(first.name)
            if declared is not None:
                found |= named(declared.attribute.expression, module, seen | {first.name})
        elif node.name == "module" or node.name not in _NO_RESOURCE:
            found.add(f"{node.name}.{first.name}")
    return found
