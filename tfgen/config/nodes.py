"""YAML values that know where they stand, before they are merged and flattened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tfgen.errors import Location
from tfgen.json_positions import KeyPath


@dataclass(frozen=True, slots=True)
class Node:
    """One YAML value.

    ``value`` is a dict of nodes, a list of nodes, or a str, int, float, bool or None. ``where`` is
    what an error about the value points at: the value of a leaf, the key of a map or list (their
    own start is the line below). ``key`` is where the entry's own key stands; it differs from
    ``where`` for a leaf, and for an alias, whose content stands at its anchor.
    """

    value: Any
    where: Location
    key: Location | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A flattened node: plain data, and for every path in it the places of value and key."""

    value: Any
    positions: Mapping[KeyPath, Location]
    keys: Mapping[KeyPath, Location]


def flatten(root: Node) -> Document:
    """Plain data and positions of a node; a shared node (an alias) is copied, never shared."""
    positions: dict[KeyPath, Location] = {}
    keys: dict[KeyPath, Location] = {}

    def plain(node: Node, path: KeyPath) -> Any:
        positions[path] = node.where
        if node.key is not None:
            keys[path] = node.key
        if isinstance(node.value, dict):
            return {key: plain(item, (*path, key)) for key, item in node.value.items()}
        if isinstance(node.value, list):
            return [plain(item, (*path, index)) for index, item in enumerate(node.value)]
        return node.value

    value = plain(root, ())
    return Document(value, positions, keys)


def merge(base: Node, over: Node) -> Node:
    """``over`` laid on ``base``: maps merge key by key, everything else replaces.

    A null in ``over`` removes what ``base`` has under that key; where ``base`` has nothing it
    stays, for the schema to refuse. Keys keep the order of ``base``, new ones follow. A merged map
    stands where ``over`` has it, an untouched value where ``base`` has it.
    """
    if not (isinstance(base.value, dict) and isinstance(over.value, dict)):
        return over
    merged: dict[str, Node] = dict(base.value)
    for key, item in over.value.items():
        if key not in base.value:
            merged[key] = item
        elif item.value is None:
            del merged[key]
        else:
            merged[key] = merge(base.value[key], item)
    return replace(over, value=merged)
