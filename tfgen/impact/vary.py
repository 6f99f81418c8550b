"""Other values than a key has, to see what they change."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from ipaddress import ip_network
from itertools import chain, islice
from typing import Any

from tfgen.config.schema import speaking_about
from tfgen.json_positions import KeyPath

_MOST = 200
"""Values that are tried for one key and all below it."""


def variants(
    data: Mapping[str, Any], path: KeyPath, schema: Mapping[str, Any]
) -> Iterator[tuple[KeyPath, Mapping[str, Any]]]:
    """The data again and again, each time with another value at ``path`` or below it, and where.

    One of them lacks the key, where it has it.
    """
    every = chain(_missing(data, path), _changed(data, path, schema))
    return islice(every, _MOST)


def _missing(data: Mapping[str, Any], path: KeyPath) -> Iterator[tuple[KeyPath, Mapping[str, Any]]]:
    around = _at(data, path[:-1])
    if isinstance(around, Mapping) and path[-1] in around:
        rest = {key: item for key, item in around.items() if key != path[-1]}
        yield path, _with(data, path[:-1], rest) if path[:-1] else rest


def _changed(
    data: Mapping[str, Any], path: KeyPath, schema: Mapping[str, Any]
) -> Iterator[tuple[KeyPath, Mapping[str, Any]]]:
    for at, value in _leaves(_at(data, path), path):
        for other in _others(value, at, schema):
            yield at, _with(data, at, other)


def _at(data: Any, path: KeyPath) -> Any:
    for step in path:
        try:
            data = data[int(step)] if isinstance(data, list) else data[step]
        except (KeyError, IndexError, TypeError, ValueError):
            return None
    return data


def _leaves(value: Any, path: KeyPath) -> Iterator[tuple[KeyPath, Any]]:
    if isinstance(value, Mapping) and value:
        for key, item in value.items():
            yield from _leaves(item, (*path, key))
        return
    yield path, value
    if isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, Mapping):
                yield from _leaves(item, (*path, index))


def _others(value: Any, path: KeyPath, schema: Mapping[str, Any]) -> Iterator[Any]:
    """Values of the same type that the schema may allow."""
    subschemas = speaking_about(schema, path)
    for subschema in subschemas:
        choices = [subschema["const"]] if "const" in subschema else subschema.get("enum", ())
        yield from (choice for choice in choices if choice != value)
    if value is None:
        types = {str(one.get("type")) for one in subschemas}
        yield from (_EXAMPLES[one] for one in sorted(types & _EXAMPLES.keys()))
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield from (value + 1, value * 10 + 400, 0)
    elif isinstance(value, str):
        yield from _texts(value)
    elif isinstance(value, list):
        yield value[:-1]
        yield []
        yield from ([*value[:-1], other] for other in _texts(value[-1:]))
    elif isinstance(value, Mapping):
        yield {"example": "example"}


_EXAMPLES: Mapping[str, Any] = {
    "boolean": True,
    "integer": 7,
    "number": 7,
    "string": "example",
}


def _texts(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for item in value:
            if isinstance(item, str):
                yield from _texts(item)
        return
    try:
        network = ip_network(value)
        first = int(network.network_address) ^ (1 << (network.max_prefixlen - network.prefixlen))
        yield f"{type(network.network_address)(first)}/{network.prefixlen}"
    except ValueError:
        if value.isdigit():
            yield str((int(value) + 1) % 10 ** len(value)).zfill(len(value))
        else:
            yield f"{value}x"


def _with(data: Mapping[str, Any], path: KeyPath, value: Any) -> Mapping[str, Any]:
    """A copy of the data with another value at a path; maps on the way are made."""
    found: Any = copy.deepcopy(dict(data))
    at = found
    for step in path[:-1]:
        if isinstance(at, list):
            at = at[int(step)]
            continue
        if not isinstance(at.get(step), Mapping | list):
            at[step] = {}
        at = at[step]
    if isinstance(at, list):
        at[int(path[-1])] = value
    else:
        at[path[-1]] = value
    return found  # type: ignore[no-any-return]
