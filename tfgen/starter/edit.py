"""Scalars of a YAML text replaced where they stand, with comments and layout kept."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from tfgen.config.scalars import ScalarRefusedError, plain_value
from tfgen.json_positions import KeyPath

if TYPE_CHECKING:
    import yaml

# What needs no quotes in any place of a file, also inside [] and {}, unless it is a number or a
# word that YAML keeps for itself.
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./@+-]*(?: [A-Za-z0-9_./@+-]+)*")
_ANCHOR = re.compile(r"&\S+\s+")


def replace_scalars(text: str, new_value: Callable[[KeyPath, str], str | None]) -> str:
    """The text with other scalars; ``new_value`` gives the new one for a path and value, or None.

    Keys are left alone. A value that was quoted stays so, and one that others refer to stays one:
    what is said of it under its first path counts. The text is YAML that tfgen has read.
    """
    import yaml

    changes: dict[tuple[int, int], str] = {}
    for path, node in _values(_compose(text), ()):
        if isinstance(node, yaml.ScalarNode):
            new = new_value(path, node.value)
            if new is not None and new != node.value:
                changes.setdefault(_span(text, node), _written(new, quoted=node.style is not None))
    return _changed(text, changes)


def replace_values(text: str, values: Mapping[KeyPath, str]) -> str:
    """The text with whole values, maps and lists too, replaced by the YAML in ``values``."""
    changes: dict[tuple[int, int], str] = {}
    for path, node in _values(_compose(text), ()):
        if path in values:
            changes.setdefault(_span(text, node), values[path])
    return _changed(text, changes)


def _compose(text: str) -> yaml.Node:
    import yaml

    node = yaml.compose(text, Loader=yaml.SafeLoader)
    if node is None:
        raise ValueError("the text holds no YAML")
    return node


def _changed(text: str, changes: Mapping[tuple[int, int], str]) -> str:
    for start, end in sorted(changes, reverse=True):
        text = text[:start] + changes[start, end] + text[end:]
    return text


def _span(text: str, node: yaml.Node) -> tuple[int, int]:
    """Where a value stands, without the anchor before it and what is between it and the next."""
    import yaml

    start, end = node.start_mark.index, node.end_mark.index
    if anchor := _ANCHOR.match(text, start):
        start = anchor.end()
    lines = text[start:end].split("\n")
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        while len(lines) > 1 and lines[-1].strip()[:1] in ("", "#"):
            lines.pop()
    return start, start + len("\n".join(lines).rstrip())


def _written(value: str, *, quoted: bool) -> str:
    """A text as YAML."""
    if not quoted and _PLAIN.fullmatch(value) and _is_text(value):
        return value
    return json.dumps(value, ensure_ascii=False)


def _is_text(value: str) -> bool:
    try:
        return plain_value(value) == value
    except ScalarRefusedError:
        return False


def _values(node: yaml.Node, path: KeyPath) -> Iterator[tuple[KeyPath, Any]]:
    """A node and all values below it, each with its path."""
    import yaml

    yield path, node
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _values(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _values(item, (*path, index))
