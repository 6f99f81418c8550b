"""What is compared: the arguments of a block as a tree of texts, each with the places it is from.

A value is compared by what it means where that can be known (``10.0.0.0/16``, the id of
``aws_vpc.this``), whatever variables and locals it came through, else by its expression.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from tfgen.errors import Location
from tfgen.hcl.literals import object_key

HIDDEN: Final = "(hidden)"
"""Stands for a value that is, or may be, a secret."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value: ``key`` is compared, ``shown`` is for readers, ``places`` are where it stands.

    ``known`` is False where only the text of the expression could be compared.
    """

    key: str
    shown: str
    places: tuple[Location, ...] = ()
    known: bool = True


@dataclass(frozen=True, slots=True)
class Branch:
    """The body of a block, or an object: nodes by name."""

    entries: Mapping[str, Node]


@dataclass(frozen=True, slots=True)
class Series:
    """A list, or the nested blocks of one type; their order counts if ``ordered``."""

    items: tuple[Node, ...]
    ordered: bool = True


Node: TypeAlias = Leaf | Branch | Series


def shown(node: Node) -> str:
    """The node as one line of HCL."""
    match node:
        case Leaf():
            return node.shown
        case Branch():
            items = [f"{object_key(name)} = {shown(item)}" for name, item in node.entries.items()]
            return f"{{ {', '.join(items)} }}" if items else "{}"
        case Series():
            return f"[{', '.join(map(shown, node.items))}]"


def key_of(node: Node) -> str:
    """What a node is compared by: equal for nodes between which there is no change."""
    match node:
        case Leaf():
            return node.key
        case Branch():
            items = (f"{name!r}: {key_of(item)}" for name, item in sorted(node.entries.items()))
            return f"{{{', '.join(items)}}}"
        case Series():
            keys = [key_of(item) for item in node.items]
            if not node.ordered:
                keys.sort()
            return f"[{', '.join(keys)}]"


def leaves(node: Node) -> Iterator[Leaf]:
    """Every leaf of a node, in order."""
    match node:
        case Leaf():
            yield node
        case Branch():
            for item in node.entries.values():
                yield from leaves(item)
        case Series():
            for item in node.items:
                yield from leaves(item)


def places(node: Node) -> tuple[Location, ...]:
    """Every place that the node's values come from, once each."""
    return tuple(dict.fromkeys(place for leaf in leaves(node) for place in leaf.places))


def is_known(node: Node) -> bool:
    """Whether all of a node is compared by meaning."""
    return all(leaf.known for leaf in leaves(node))


def masked(node: Node, mask: Callable[[str], str]) -> Node:
    """The node with keys to compare in which ``mask`` has replaced what may differ."""
    match node:
        case Leaf():
            return replace(node, key=mask(node.key))
        case Branch():
            return masked_branch(node, mask)
        case Series():
            return replace(node, items=tuple(masked(item, mask) for item in node.items))


def masked_branch(node: Branch, mask: Callable[[str], str]) -> Branch:
    """As :func:`masked`, for a body."""
    return Branch({name: masked(item, mask) for name, item in node.entries.items()})


def at(node: Node | None, *path: str) -> Node | None:
    """What stands at a path; a single nested block is looked into as if it were no list."""
    for name in path:
        if isinstance(node, Series):
            node = node.items[0] if len(node.items) == 1 else None
        node = node.entries.get(name) if isinstance(node, Branch) else None
    return node
