"""The schema's defaults, which are written nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tfgen.config.schema import child_schemas, resolve
from tfgen.config.yaml_loader import MAX_DEPTH
from tfgen.errors import fail
from tfgen.json_positions import KeyPath


def with_defaults(
    schema: Mapping[str, Any], data: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[KeyPath, KeyPath]]:
    """``data`` with the defaults of what it leaves out, and where each of them is declared.

    A default counts where ``properties`` names a key that a map lacks; a default that is a map is
    filled with the defaults of its own keys. References and ``allOf`` are followed; branches
    (``anyOf``, ``oneOf``, ``if``) are not, because whether they apply depends on the data. The
    second result maps the path of every value that came from a default to its path in the schema.
    """
    filled = {key: _copy(value) for key, value in data.items()}
    declared: dict[KeyPath, KeyPath] = {}
    _fill(schema, list(_applying(schema, (), schema)), filled, (), declared)
    return filled, declared


def _fill(
    root: Mapping[str, Any],
    schemas: list[tuple[KeyPath, Mapping[str, Any]]],
    value: Any,
    path: KeyPath,
    declared: dict[KeyPath, KeyPath],
) -> None:
    if len(path) > MAX_DEPTH:
        raise fail(f"the defaults of {path[0]} never end: the schema refers to itself")
    if isinstance(value, dict):
        for pointer, schema in schemas:
            for name, child in schema.get("properties", {}).items():
                if name not in value:
                    _add_default(root, (*pointer, "properties", name), child, value, path, declared)
    elif not isinstance(value, list):
        return
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in items:
        if not isinstance(item, dict | list):
            continue
        children = [
            applying
            for pointer, schema in schemas
            for child_pointer, child in child_schemas(schema, pointer, key)
            for applying in _applying(root, child_pointer, child)
        ]
        _fill(root, children, item, (*path, key), declared)


def _add_default(
    root: Mapping[str, Any],
    pointer: KeyPath,
    schema: Any,
    value: dict[str, Any],
    path: KeyPath,
    declared: dict[KeyPath, KeyPath],
) -> None:
    name = str(pointer[-1])
    for found, applying in _applying(root, pointer, schema):
        if "default" in applying:
            value[name] = _copy(applying["default"])
            for inside in _paths(value[name]):
                declared[(*path, name, *inside)] = (*found, "default", *inside)
            return


def _applying(
    root: Mapping[str, Any], pointer: KeyPath, schema: Any, seen: frozenset[str] = frozenset()
) -> Iterator[tuple[KeyPath, Mapping[str, Any]]]:
    """A schema and what always applies together with it, each with its path in the file."""
    if not isinstance(schema, Mapping):
        return
    yield pointer, schema
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference not in seen:
        target, referred = resolve(root, reference)
        yield from _applying(root, target, referred, seen | {reference})
    for index, branch in enumerate(schema.get("allOf", ())):
        yield from _applying(root, (*pointer, "allOf", index), branch, seen)


def _copy(value: Any) -> Any:
    """A copy of plain data."""
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_copy(item) for item in value]
    return value


def _paths(value: Any) -> Iterator[KeyPath]:
    """The path of a value and of everything inside it."""
    yield ()
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from ((key, *inside) for inside in _paths(item))
