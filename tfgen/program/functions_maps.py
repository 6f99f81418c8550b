"""Terraform's functions on maps and sets."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from tfgen.program.functions_arguments import (
    CannotFoldError,
    Function,
    identity,
    known,
    list_of,
    map_of,
    text_of,
    texts,
)
from tfgen.program.functions_types import as_set, common, set_key
from tfgen.program.values import Value

_MAX_PRODUCT = 10_000
# Wider than what Terraform reads as a number or bool.
_TRUTH_OR_NUMBER = re.compile(
    r"true|false|[+-]?(?:inf(?:inity)?|(?=\.?[0-9])[0-9]*\.?[0-9]*(?:[ep][+-]?[0-9]+)?)",
    re.IGNORECASE,
)


def _tomap(arguments: Sequence[Value], _here: Value) -> Value:
    (value,) = arguments
    if value.is_null:
        return value
    entries = map_of(value)
    present = [entry for entry in entries.values() if not entry.is_null]
    alike = iter(common(present))
    found = {key: entry if entry.is_null else next(alike) for key, entry in entries.items()}
    same = all(found[key] is entry for key, entry in entries.items())
    return value if same else replace(value, data=found, origin=None)


def _merge(arguments: Sequence[Value], here: Value) -> Value:
    merged: dict[str, Value] = {}
    for argument in arguments:
        if not argument.is_null:
            merged.update(map_of(argument))
    return known(here, merged)


def _keys(arguments: Sequence[Value], here: Value) -> Value:
    (value,) = arguments
    return texts(here, map_of(value))


def _values(arguments: Sequence[Value], here: Value) -> Value:
    (value,) = arguments
    return known(here, tuple(map_of(value).values()))


def _lookup(arguments: Sequence[Value], _here: Value) -> Value:
    value, key, *default = arguments
    entries, name = map_of(value), text_of(key)
    if len(default) > 1:
        raise CannotFoldError
    if name in entries:
        return entries[name]
    (otherwise,) = default
    return _unless_converted(otherwise, entries)


def _unless_converted(default: Value, entries: Mapping[str, Value]) -> Value:
    """The default, unless a map would convert it to the type of its entries.

    An object would not. With no entries, or entries of one type, it may be either.
    """
    if default.is_null or not default.is_known or _stays(default):
        return default
    present = tuple(entry for entry in entries.values() if not entry.is_null)
    if not present or any(_may_lose(default, entry) for entry in present):
        raise CannotFoldError
    try:
        alike = common(present)
        if any(old is not new for old, new in zip(present, alike, strict=True)):
            return default
        converted = common((*alike, default))
    except CannotFoldError:
        return default
    if any(old is not new for old, new in zip((*alike, default), converted, strict=True)):
        raise CannotFoldError
    return default


def _stays(value: Value) -> bool:
    """Whether no conversion that succeeds changes the value."""
    if isinstance(value.data, str):
        return not _TRUTH_OR_NUMBER.fullmatch(value.data)
    if isinstance(value.data, tuple):
        return all(map(_stays, value.data))
    return isinstance(value.data, Mapping) and not value.data


def _may_lose(default: Value, entry: Value) -> bool:
    """Whether conversion to the type of the entry could drop attributes of the default."""
    return isinstance(entry.data, Mapping) and set(default.entries) > set(entry.data)


def _zipmap(arguments: Sequence[Value], here: Value) -> Value:
    names, values = map(list_of, arguments)
    return known(here, dict(zip(map(text_of, names), values, strict=True)))


def _transpose(arguments: Sequence[Value], here: Value) -> Value:
    (value,) = arguments
    found: dict[str, list[Value]] = {}
    for key, names in map_of(value).items():
        for name in list_of(names):
            found.setdefault(text_of(name), []).append(known(here, key))
    entries = sorted(found.items())
    return known(here, {name: known(here, tuple(keys)) for name, keys in entries})


def _toset(arguments: Sequence[Value], _here: Value) -> Value:
    (value,) = arguments
    if value.is_null:
        return value
    return replace(value, data=as_set(list_of(value)), origin=None)


def _of_sets(function: Callable[[list[set[Hashable]]], set[Hashable]]) -> Function:
    """A function on sets, which have one type in common."""

    def call(arguments: Sequence[Value], here: Value) -> Value:
        if not arguments:
            raise CannotFoldError
        lists = [common(list_of(argument)) for argument in arguments]
        alike = iter(common([item for items in lists for item in items]))
        converted = [[next(alike) for _ in items] for items in lists]
        wanted = function([{identity(item) for item in items} for items in converted])
        found = (item for items in converted for item in items if identity(item) in wanted)
        return known(here, as_set(tuple(found)))

    return call


def _difference(sets: list[set[Hashable]]) -> set[Hashable]:
    first, second = sets
    return first - second


def _setproduct(arguments: Sequence[Value], here: Value) -> Value:
    """All combinations, in the order of the lists.

    Of sets it is a set, in the order of sets. An argument whose items stand in the order of a set
    may be one, so the orders must agree.
    """
    if len(arguments) < 2:
        raise CannotFoldError
    lists = [common(list_of(argument)) for argument in arguments]
    if math.prod(map(len, lists)) > _MAX_PRODUCT:
        raise CannotFoldError
    found = [known(here, row) for row in itertools.product(*lists)]
    if len(found) > 1 and any(map(_may_be_set, lists)):
        order = [set_key(row) for row in found]
        if order != sorted(set(order)):
            raise CannotFoldError
    return known(here, tuple(found))


def _may_be_set(items: Sequence[Value]) -> bool:
    try:
        found = as_set(items)
    except CannotFoldError:
        return True
    return [id(one) for one in found] == [id(one) for one in items]


MAPS: Final[Mapping[str, Function]] = {
    "keys": _keys,
    "lookup": _lookup,
    "merge": _merge,
    "setintersection": _of_sets(lambda sets: set.intersection(*sets)),
    "setproduct": _setproduct,
    "setsubtract": _of_sets(_difference),
    "setunion": _of_sets(lambda sets: set.union(*sets)),
    "tomap": _tomap,
    "toset": _toset,
    "transpose": _transpose,
    "values": _values,
    "zipmap": _zipmap,
}
