"""Type constraints of variables: what they say, and what of a value contradicts them.

Conversions are Terraform's: numbers and bools to strings and back where the text allows it, lists
to sets, objects to maps, maps to objects. What cannot be known contradicts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal, NamedTuple, TypeAlias

from tfgen.hcl import tree
from tfgen.program.unify import Shape, unified
from tfgen.program.values import UNKNOWN, Value
from tfgen.words import counted

Kind: TypeAlias = Literal[
    "string", "number", "bool", "any", "list", "set", "map", "object", "tuple"
]
_SCALARS: Final[Mapping[str, Kind]] = {
    "string": "string",
    "number": "number",
    "bool": "bool",
    "any": "any",
}
_COLLECTIONS: Final[Mapping[str, Kind]] = {"list": "list", "set": "set", "map": "map"}
_LONGEST: Final = 120
# What Terraform reads as a number; the infinities and binary exponents that it takes, too, are left
# to it.
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eEpP][+-]?\d+)?|[+-]?[iI]nf")
_BOOLS: Final = ("true", "false", "1", "0")


class Field(NamedTuple):
    """An attribute of an object type; ``default`` is that of ``optional``."""

    constraint: Constraint
    optional: bool = False
    default: tree.Expression | None = None


@dataclass(frozen=True, slots=True)
class Constraint:
    """A type: ``item`` of a list, set or map, ``items`` of a tuple, ``fields`` of an object."""

    kind: Kind
    item: Constraint | None = None
    items: tuple[Constraint, ...] = ()
    fields: Mapping[str, Field] = field(default_factory=dict)

    def __str__(self) -> str:
        """The type in Terraform's notation."""
        if self.item is not None:
            return f"{self.kind}({self.item})"
        if self.kind == "tuple":
            return f"tuple([{', '.join(map(str, self.items))}])"
        if self.kind == "object":
            return f"object({{{', '.join(_shown(*one) for one in self.fields.items())}}})"
        return self.kind


def _shown(name: str, one: Field) -> str:
    return f"{name} = optional({one.constraint})" if one.optional else f"{name} = {one.constraint}"


ANY: Final = Constraint("any")


class Mismatch(NamedTuple):
    """One contradiction: where below the value, in words, at which part; the name that lacks."""

    path: tuple[str | int, ...]
    words: str
    value: Value
    missing: str = ""


def constraint_of(expression: tree.Expression) -> Constraint | None:
    """The type that the ``type`` argument of a variable gives; None for what is no type.

    The words ``list`` and ``map`` alone mean one of any type. Terraform refuses quoted types.
    """
    match expression:
        case tree.Reference(name="list" | "map" as name, steps=()):
            return Constraint(_COLLECTIONS[name], ANY)
        case tree.Reference(name=name, steps=()) if name in _SCALARS:
            return Constraint(_SCALARS[name])
        case tree.Call(name=name, arguments=(inner,)) if name in _COLLECTIONS:
            item = constraint_of(inner)
            return None if item is None else Constraint(_COLLECTIONS[name], item)
        case tree.Call(name="tuple", arguments=(tree.Tuple() as inner,)):
            items = [constraint_of(item) for item in inner.items]
            known = tuple(item for item in items if item is not None)
            return Constraint("tuple", items=known) if len(known) == len(items) else None
        case tree.Call(name="object", arguments=(tree.Object() as inner,)):
            return _object(inner)
    return None


def _object(node: tree.Object) -> Constraint | None:
    fields: dict[str, Field] = {}
    for item in node.items:
        name = item.key.value if isinstance(item.key, tree.Literal) else None
        found = _field(item.value)
        if not isinstance(name, str) or found is None:
            return None
        fields[name] = found
    return Constraint("object", fields=fields)


def _field(node: tree.Expression) -> Field | None:
    optional = isinstance(node, tree.Call) and node.name == "optional"
    default = None
    if isinstance(node, tree.Call) and optional and node.arguments:
        default = node.arguments[1] if len(node.arguments) > 1 else None
        node = node.arguments[0]
    constraint = constraint_of(node)
    return None if constraint is None else Field(constraint, optional, default)


def mismatches(
    value: Value, constraint: Constraint, path: tuple[str | int, ...] = ()
) -> Iterator[Mismatch]:
    """Everything known of a value that no conversion brings to the type."""
    kind = kind_of(value)
    if kind is None or value.is_null or constraint.kind == "any":
        return
    if constraint.kind in _SCALARS:
        words = _scalar(value, kind, constraint.kind)
        if words:
            yield Mismatch(path, f"{words}, and {_WANTED[constraint.kind]} is needed", value)
    elif kind != ("map" if constraint.kind in ("map", "object") else "list"):
        words = f"is {_GIVEN[kind]}, and {_WANTED[constraint.kind]} is needed"
        yield Mismatch(path, words, value)
    elif constraint.kind == "object":
        yield from _in_object(value, constraint, path)
    elif constraint.kind == "tuple":
        yield from _in_tuple(value, constraint, path)
    elif constraint.item is not None:
        parts = value.entries.items() if kind == "map" else enumerate(value.items)
        below = [
            found
            for key, item in parts
            for found in mismatches(item, constraint.item, (*path, key))
        ]
        yield from below
        if not below and shape_of(value, constraint) is None:
            words = f"has items of different types, which no {constraint} can hold"
            yield Mismatch(path, words, value)


def kind_of(value: Value) -> str | None:
    """``string``, ``number``, ``bool``, ``list``, ``map``, ``null``; None for what is not known."""
    data = value.data
    if data is UNKNOWN:
        return "string" if value.parts else None
    if data is None:
        return "null"
    if isinstance(data, str):
        return "string"
    if isinstance(data, bool):
        return "bool"
    if isinstance(data, int | Decimal):
        return "number"
    return "list" if isinstance(data, tuple) else "map"


_GIVEN: Final = {
    "string": "a string",
    "number": "a number",
    "bool": "a bool",
    "list": "a list",
    "map": "an object",
}
_WANTED: Final = {
    "string": "a string",
    "number": "a number",
    "bool": "a bool",
    "list": "a list",
    "set": "a set",
    "map": "a map",
    "object": "an object",
    "tuple": "a list",
}


def _scalar(value: Value, kind: str, wanted: Kind) -> str:
    """What is wrong with a value where a string, number or bool is wanted; "" for nothing."""
    if kind == wanted or (wanted == "string" and kind in _SCALARS):
        return ""
    if kind != "string":
        return f"is {_GIVEN[kind]}"
    text = value.text
    if text is None:
        return ""
    if wanted == "number" and _NUMBER.fullmatch(text) is None:
        return "is a string that is no number"
    if wanted == "bool" and text not in _BOOLS:
        return "is a string that is neither true nor false"
    return ""


def _in_object(
    value: Value, constraint: Constraint, path: tuple[str | int, ...]
) -> Iterator[Mismatch]:
    if not value.entries and value.data != {}:
        return  # A resource as a whole, whose attributes its provider knows.
    for name, one in constraint.fields.items():
        given = value.entries.get(name)
        if given is not None:
            yield from mismatches(given, one.constraint, (*path, name))
        elif not one.optional:
            words = f'has no attribute "{name}", which its type requires'
            yield Mismatch(path, words, value, missing=name)


def _in_tuple(
    value: Value, constraint: Constraint, path: tuple[str | int, ...]
) -> Iterator[Mismatch]:
    if len(value.items) != len(constraint.items):
        words = f"has {counted(len(value.items), 'item')}, and its type has {len(constraint.items)}"
        yield Mismatch(path, words, value)
        return
    for index, (item, wanted) in enumerate(zip(value.items, constraint.items, strict=True)):
        yield from mismatches(item, wanted, (*path, index))


def shape_of(value: Value, constraint: Constraint) -> Shape | None:
    """The type that a value has once it is converted; None where its items have none in common."""
    kind = kind_of(value)
    if kind is None or kind == "null":
        return "any"
    if constraint.kind == "any":
        return _own_shape(value, kind)
    if constraint.item is not None:
        items = value.items or tuple(value.entries.values())
        inner = unified([shape_of(item, constraint.item) for item in items])
        return None if inner is None else (constraint.kind, inner)
    return str(constraint)


def _own_shape(value: Value, kind: str) -> Shape:
    if kind == "list":
        return ("tuple", *(shape_of(item, ANY) or "any" for item in value.items))
    if kind == "map":
        if not value.entries and value.data != {}:
            return "any"
        entries = sorted(value.entries.items())
        return ("object", *((name, shape_of(item, ANY) or "any") for name, item in entries))
    return kind


def clash(given: Constraint, wanted: Constraint) -> str:
    """Why no value of one type can ever be one of another; "" where some can."""
    if "any" in (given.kind, wanted.kind):
        return ""
    if given.kind in _SCALARS or wanted.kind in _SCALARS:
        both = {given.kind, wanted.kind}
        if both <= _SCALARS.keys() and both != {"number", "bool"}:
            return ""
        return f"is {_WANTED[given.kind]}, and {_WANTED[wanted.kind]} is needed"
    of_names = {kind for kind in (given.kind, wanted.kind) if kind in ("map", "object")}
    if of_names and not {given.kind, wanted.kind} <= {"map", "object"}:
        return f"is {_WANTED[given.kind]}, and {_WANTED[wanted.kind]} is needed"
    if given.item is not None and wanted.item is not None:
        inner = clash(given.item, wanted.item)
        return f"has items each of which {inner}" if inner else ""
    for name, one in wanted.fields.items() if given.kind == "object" else ():
        if name not in given.fields:
            if not one.optional:
                return f'has no attribute "{name}", which the type requires'
            continue
        inner = clash(given.fields[name].constraint, one.constraint)
        if inner:
            return f'has an attribute "{name}" that {inner}'
    return ""


def short(constraint: Constraint) -> str:
    """The type in Terraform's notation, cut where it is long."""
    text = str(constraint)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
