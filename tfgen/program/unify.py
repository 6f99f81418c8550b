"""The type that items of one list or map have in common, when its constraint says ``any``.

Observed with Terraform 1.11: a string beside numbers or bools makes all of them strings, a number
beside a bool fails; lists and objects unite item by item, or as lists and maps of one type.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

Shape: TypeAlias = "str | tuple[Any, ...]"
"""A type: a word, ``any`` where it is not known; ``("tuple", type, …)``,
``("object", (name, type), …)``; ``("list", type)``, also ``set`` and ``map``."""

_SCALARS: Final = frozenset({"string", "number", "bool"})


def unified(shapes: Sequence[Shape | None]) -> Shape | None:
    """The common type; None when there is none, ``any`` when it cannot be told."""
    if any(shape is None for shape in shapes):
        return None
    known = list(dict.fromkeys(shape for shape in shapes if shape != "any" and shape is not None))
    if len(known) < 2:
        return known[0] if known else "any"
    words = {shape for shape in known if isinstance(shape, str)}
    if words:
        if len(words) < len(known) or not words <= _SCALARS:
            # Types of objects are written out as words and may differ in what is optional.
            return "any" if not words & _SCALARS else None
        return "string" if "string" in words else None
    kinds = {shape[0] for shape in known}
    if len(kinds) > 1:
        return "any" if kinds <= {"tuple", "list", "set"} or kinds <= {"object", "map"} else None
    rows = [shape[1:] for shape in known]
    return {"tuple": _tuples, "object": _objects}.get(kinds.pop(), _collections)(known[0], rows)


def _collections(first: Shape, rows: Sequence[Sequence[Any]]) -> Shape | None:
    inner = unified([row[0] for row in rows])
    return None if inner is None else (first[0], inner)


def _tuples(_first: Shape, rows: Sequence[Sequence[Any]]) -> Shape | None:
    if len({len(row) for row in rows}) > 1:
        inner = unified([item for row in rows for item in row])
        return None if inner is None else ("list", inner)
    items = [unified(column) for column in zip(*rows, strict=True)]
    return None if None in items else ("tuple", *items)


def _objects(_first: Shape, rows: Sequence[Sequence[Any]]) -> Shape | None:
    names = [tuple(name for name, _ in row) for row in rows]
    if len(set(names)) > 1:
        inner = unified([item for row in rows for _, item in row])
        return None if inner is None else ("map", inner)
    columns = zip(*([item for _, item in row] for row in rows), strict=True)
    items = [unified(column) for column in columns]
    return None if None in items else ("object", *zip(names[0], items, strict=True))
