"""Terraform's common types: how lists and sets convert their items to one type, and their order.

Observed with Terraform 1.11: a string among scalars makes all of them strings; lists of one length
convert item by item, others all their items alike; so do maps with the same keys, and others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from tfgen.program.functions_arguments import (
    CannotFoldError,
    bounded,
    identity,
    is_text,
    list_of,
    text_of,
)
from tfgen.program.values import UNKNOWN, Value

_LONGEST_SORTED_NUMBER = 10


def common(values: Sequence[Value]) -> tuple[Value, ...]:
    """The values converted to their common type; refused where there is none.

    Each keeps its place and origin. A number or bool is unknown in the result where an unknown
    value beside it decides whether it becomes a string.
    """
    bounded(values)
    return _common(values)


def _common(values: Sequence[Value]) -> tuple[Value, ...]:
    kinds = {_kind(value) for value in values} - {"null"}
    if "unknown" in kinds:
        return _beside_unknown(values, kinds - {"unknown"})
    if kinds <= {"text", "number", "bool"}:
        if "text" in kinds:
            return tuple(_as_text(value) for value in values)
        if len(kinds) > 1:
            raise CannotFoldError
        return tuple(values)
    if any(value.is_null for value in values):
        raise CannotFoldError  # a null beside lists or maps has a common type only if it has theirs
    if kinds == {"list"}:
        return _lists(values)
    if kinds == {"map"}:
        return _maps(values)
    raise CannotFoldError


def _kind(value: Value) -> str:
    data = value.data
    if is_text(value):
        return "text"
    if data is None:
        return "null"
    if isinstance(data, bool):
        return "bool"
    if isinstance(data, int | Decimal):
        return "number"
    if isinstance(data, tuple):
        return "list"
    return "map" if isinstance(data, Mapping) else "unknown"


def _as_text(value: Value) -> Value:
    if value.is_null or is_text(value):
        return value
    return replace(value, data=text_of(value))


def _beside_unknown(values: Sequence[Value], kinds: set[str]) -> tuple[Value, ...]:
    if "text" in kinds:
        if not kinds <= {"text", "number", "bool"}:
            raise CannotFoldError
        return tuple(value if _kind(value) == "unknown" else _as_text(value) for value in values)
    return tuple(_texts_only(value) for value in values)


def _texts_only(value: Value) -> Value:
    if isinstance(value.data, tuple):
        return replace(value, data=tuple(_texts_only(item) for item in value.data))
    if isinstance(value.data, Mapping):
        return replace(value, data={key: _texts_only(one) for key, one in value.data.items()})
    return replace(value, data=UNKNOWN) if isinstance(value.data, int | Decimal) else value


def _lists(values: Sequence[Value]) -> tuple[Value, ...]:
    rows = [list_of(value) for value in values]
    if len({len(row) for row in rows}) > 1:
        converted = _alike(rows)
    else:
        converted = _across(rows)
        _refuse_if_nulls_hide_types(rows, converted)
    return tuple(map(_with_items, values, converted))


def _with_items(value: Value, items: Sequence[Value]) -> Value:
    return replace(value, data=tuple(items))


def _maps(values: Sequence[Value]) -> tuple[Value, ...]:
    keys = [sorted(value.entries) for value in values]
    rows = [
        [value.entries[key] for key in names] for value, names in zip(values, keys, strict=True)
    ]
    if any(names != keys[0] for names in keys):
        converted = _alike(rows)
    else:
        converted = _across(rows)
        _refuse_if_nulls_hide_types(rows, converted)
    return tuple(map(_with_entries, values, keys, converted))


def _with_entries(value: Value, keys: Sequence[str], entries: Sequence[Value]) -> Value:
    return replace(value, data=dict(zip(keys, entries, strict=True)))


def _across(rows: Sequence[Sequence[Value]]) -> list[list[Value]]:
    """Convert what stands at one position in all rows to a common type."""
    columns = [_common(column) for column in zip(*rows, strict=True)]
    return [[column[index] for column in columns] for index in range(len(rows))]


def _alike(rows: Sequence[Sequence[Value]]) -> list[list[Value]]:
    """Convert everything in all rows to one common type."""
    converted = iter(_common([value for row in rows for value in row]))
    return [[next(converted) for _ in row] for row in rows]


def _refuse_if_nulls_hide_types(
    rows: Sequence[Sequence[Value]], converted: Sequence[Sequence[Value]]
) -> None:
    """A null does not tell its type, and so not whether its neighbours must become strings."""
    if not any(value.is_null for row in rows for value in row) or len(rows) < 2:
        return
    try:
        alike = _alike(rows)
    except CannotFoldError:
        return
    for row, other in zip(converted, alike, strict=True):
        if [_shape(value) for value in row] != [_shape(value) for value in other]:
            raise CannotFoldError


def _shape(value: Value) -> object:
    if isinstance(value.data, tuple):
        return [_shape(item) for item in value.data]
    if isinstance(value.data, Mapping):
        return {key: _shape(one) for key, one in value.data.items()}
    return (_kind(value), str(value.data))


def as_set(values: Sequence[Value]) -> tuple[Value, ...]:
    """The values as Terraform keeps them in a set: of one type, once each, in its order."""
    converted = common(values)
    if len(converted) < 2:
        return converted
    once: dict[object, Value] = {}
    for value in converted:
        once.setdefault(identity(value), value)
    present = [value for value in once.values() if not value.is_null]
    nulls = [value for value in once.values() if value.is_null]
    if len(present) > 1:
        present.sort(key=_order(present[0]))
    return (*present, *nulls)


def _order(example: Value) -> Callable[[Value], str | int | Decimal]:
    if isinstance(example.data, tuple | Mapping):
        return set_key
    return lambda value: value.data  # type: ignore[return-value]


def set_key(value: Value) -> str:
    """What Terraform sorts lists and maps in a set by; a scalar alone sorts by its value.

    The order is that of HashiCorp's cty library, which calls it consistent but undefined. Refused
    for texts and numbers whose spelling there is not certain.
    """
    data = value.data
    if data is None:
        return "~"
    if isinstance(data, bool):
        return "T" if data else "F"
    if isinstance(data, str) and data.isascii() and data.isprintable():
        escaped = data.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    if isinstance(data, int | Decimal):
        text = text_of(value)
        if len(text) <= _LONGEST_SORTED_NUMBER and not text.startswith(("0.000", "-0.000")):
            return text
    if isinstance(data, tuple):
        return f"[{''.join(set_key(item) + ';' for item in data)}]"
    if isinstance(data, Mapping):
        return f"{{{''.join(f'{key}:{set_key(data[key])};' for key in sorted(data))}}}"
    raise CannotFoldError
