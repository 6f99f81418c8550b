"""Whether an expression can become a value of a provider's type, as Terraform converts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from tfgen.hcl.tree import (
    Conditional,
    Expression,
    Interpolation,
    Object,
    Parenthesis,
    Span,
    Template,
    Tuple,
)
from tfgen.hcl.values import literal_value
from tfgen.provider_schema.model import BlockSchema, Type

# What HashiCorp's type system reads as a number or bool in a string.
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_BOOLS: Final = ("true", "false", "1", "0")


class Wrong(NamedTuple):
    """Where an expression cannot be what is wanted; ``why`` follows the name of the argument."""

    span: Span
    why: str
    hint: str = "give a value of that type"


def wrong(expression: Expression, wanted: Type, inferred: Any) -> Iterator[Wrong]:
    """The places where an expression cannot be what is wanted.

    ``inferred`` is the type that the expression is known to have, or None.
    """
    match expression:
        case Parenthesis():
            yield from wrong(expression.expression, wanted, inferred)
        case Template(parts=(Interpolation() as only,)):
            yield from wrong(only.expression, wanted, inferred)
        case Conditional():
            yield from _conditional(expression, wanted)
        case Tuple():
            yield from _tuple(expression, wanted, inferred)
        case Object():
            yield from _object(expression, wanted, inferred)
        case _:
            value = literal_value(expression)
            if isinstance(value, str | int | Decimal):
                if not fits(value, wanted):
                    yield _mismatch(expression, wanted, _described(value))
            elif inferred is not None and not convertible(inferred, wanted):
                yield _mismatch(expression, wanted, shown(inferred))


def _mismatch(expression: Expression, wanted: Type, given: str) -> Wrong:
    return Wrong(expression.span, f"must be {shown(wanted)}, not {given}")


def _below(name: str, found: Iterable[Wrong]) -> Iterator[Wrong]:
    """What is wrong with an item or attribute, said of the whole."""
    for one in found:
        yield one._replace(why=f"holds {name} that {one.why}")


def _conditional(expression: Conditional, wanted: Type) -> Iterator[Wrong]:
    """Both arms take one type first, so that only a kind of value that can never fit is wrong."""
    for arm in (expression.then, expression.otherwise):
        given: Type = ("tuple", []) if isinstance(arm, Tuple) else ("object", {})
        if isinstance(arm, Tuple | Object) and not convertible(given, wanted):
            yield _mismatch(arm, wanted, shown(given))


def _tuple(expression: Tuple, wanted: Any, inferred: Any) -> Iterator[Wrong]:
    kinds = inferred[1] if _is(inferred, "tuple") else [None] * len(expression.items)
    if _is(wanted, "list") or _is(wanted, "set"):
        for item, kind in zip(expression.items, kinds, strict=True):
            yield from _below("an item", wrong(item, wanted[1], kind))
    elif _is(wanted, "tuple") and len(wanted[1]) == len(expression.items):
        for item, one, kind in zip(expression.items, wanted[1], kinds, strict=True):
            yield from _below("an item", wrong(item, one, kind))
    elif wanted != "dynamic":
        yield _mismatch(expression, wanted, "a list")


def _object(expression: Object, wanted: Any, inferred: Any) -> Iterator[Wrong]:
    if not (_is(wanted, "map") or _is(wanted, "object")):
        if wanted != "dynamic":
            yield _mismatch(expression, wanted, "an object")
        return
    kinds = inferred[1] if _is(inferred, "object") else {}
    names: set[str] = set()
    for item in expression.items:
        key = literal_value(item.key)
        name = key if isinstance(key, str) else ""
        names.add(name)
        one = wanted[1] if wanted[0] == "map" else wanted[1].get(name, "dynamic")
        yield from _below(name or "an item", wrong(item.value, one, kinds.get(name)))
    missing = _required(*wanted[1:]) - names if wanted[0] == "object" else set()
    if missing and "" not in names:
        yield Wrong(
            expression.span,
            f"lacks {', '.join(sorted(missing))}: an object must name every attribute",
            "set them, to null where there is no value",
        )


def _required(kinds: Mapping[str, Type], absent: Sequence[str] = ()) -> set[str]:
    """The names that an object must have: all but those that may be absent."""
    return {name for name in kinds if name not in absent}


def fits(value: str | int | Decimal, wanted: Type) -> bool:
    """Whether a known scalar converts to a type."""
    if wanted == "number":
        if isinstance(value, str):
            return _NUMBER.fullmatch(value) is not None
        return not isinstance(value, bool)
    if wanted == "bool":
        return isinstance(value, bool) or value in _BOOLS
    return wanted in ("string", "dynamic")


def convertible(given: Any, wanted: Type) -> bool:
    """Whether an unknown value of one type may convert to another; True where it cannot be told."""
    if given is None or wanted == "dynamic" or given == "dynamic":
        return True
    if isinstance(given, BlockSchema):
        return not isinstance(wanted, str) and wanted[0] not in ("list", "set", "tuple")
    if isinstance(given, str):
        if not isinstance(wanted, str):
            return False
        return given == wanted or wanted == "string" or given == "string"
    if isinstance(wanted, str):
        return False
    kind = given[0]
    if kind in ("list", "set", "tuple"):
        if wanted[0] not in ("list", "set", "tuple"):
            return False
        if wanted[0] == "tuple":
            return True
        items = given[1] if kind == "tuple" else [given[1]]
        return all(convertible(item, wanted[1]) for item in items)
    if wanted[0] not in ("map", "object"):
        return False
    if wanted[0] == "object":
        return True
    items = given[1].values() if kind == "object" else [given[1]]
    return all(convertible(item, wanted[1]) for item in items)


def _is(kind: Any, name: str) -> bool:
    return isinstance(kind, tuple) and kind[0] == name


_KINDS: Final = {
    "string": "a string",
    "number": "a number",
    "bool": "true or false",
    "dynamic": "anything",
    "tuple": "a list",
    "object": "an object",
}
_PLURALS: Final = {"string": "strings", "number": "numbers", "bool": "bools", "dynamic": "values"}


def shown(kind: Any) -> str:
    """A type in words: ``a list of strings``."""
    if isinstance(kind, BlockSchema):
        return "an object"
    if isinstance(kind, str):
        return _KINDS[kind]
    if kind[0] in ("tuple", "object"):
        return _KINDS[kind[0]]
    item = kind[1]
    plural = _PLURALS.get(item, "values") if isinstance(item, str) else "lists"
    if isinstance(item, BlockSchema) or _is(item, "object") or _is(item, "map"):
        plural = "objects"
    return f"a {kind[0]} of {plural}"


def _described(value: str | int | Decimal) -> str:
    """What a scalar is; never what a string says, which may be secret."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "this string" if isinstance(value, str) else "a number"
