"""What is known about the value of an expression without evaluating a program."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from decimal import Decimal
from typing import Final, TypeAlias

from tfgen.hcl.tree import (
    Conditional,
    Expression,
    IfDirective,
    Interpolation,
    Literal,
    Object,
    Parenthesis,
    Template,
    TemplatePart,
    Text,
    Tuple,
    Unary,
)


class Unknown(enum.Enum):
    """The type of :data:`UNKNOWN`."""

    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown.UNKNOWN
"""A value that only Terraform could compute; it may stand inside lists and maps, too."""

Value: TypeAlias = "str | int | Decimal | bool | list[Value] | dict[str, Value] | Unknown | None"

_LONGEST_NUMBER = 1000


def literal_value(node: Expression) -> Value:
    """The value of literals, templates of them, tuples, objects, signs and parentheses.

    Numbers are int or Decimal, map keys strings. Items of lists and maps may be UNKNOWN; a map with
    an unknown or repeated key is UNKNOWN as a whole.
    """
    match node:
        case Literal():
            return node.value
        case Parenthesis():
            return literal_value(node.expression)
        case Template(parts=(Interpolation() as only,)):
            return literal_value(only.expression)
        case Template():
            return _text(node.parts)
        case Tuple():
            return [literal_value(item) for item in node.items]
        case Object():
            return _map(node)
        case Conditional():
            condition = literal_value(node.condition)
            if isinstance(condition, bool):
                return literal_value(node.then if condition else node.otherwise)
        case Unary():
            operand = literal_value(node.operand)
            if node.operator == "!":
                return not operand if isinstance(operand, bool) else UNKNOWN
            if isinstance(operand, int | Decimal) and not isinstance(operand, bool):
                return -operand
    return UNKNOWN


def is_known(value: Value) -> bool:
    """Whether nothing in ``value`` is UNKNOWN."""
    if isinstance(value, list):
        return all(is_known(item) for item in value)
    if isinstance(value, dict):
        return all(is_known(item) for item in value.values())
    return value is not UNKNOWN


def text_of(value: Value) -> str | Unknown:
    """``value`` as Terraform converts it to a string; UNKNOWN for lists, maps and null."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        if not isinstance(exponent, int) or abs(exponent) > _LONGEST_NUMBER:
            return UNKNOWN
        text = format(value, "f")
        return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
    if isinstance(value, str | int):
        return str(value)
    return UNKNOWN


def _text(parts: Sequence[TemplatePart]) -> str | Unknown:
    texts: list[str] = []
    for part in parts:
        text: str | Unknown = UNKNOWN
        if isinstance(part, Text):
            text = part.value
        elif isinstance(part, Interpolation):
            text = text_of(literal_value(part.expression))
        elif isinstance(part, IfDirective):
            condition = literal_value(part.condition)
            if isinstance(condition, bool):
                text = _text(part.then if condition else part.otherwise)
        if isinstance(text, Unknown):
            return UNKNOWN
        texts.append(text)
    return "".join(texts)


def _map(node: Object) -> Value:
    result: dict[str, Value] = {}
    for item in node.items:
        key = text_of(literal_value(item.key))
        if isinstance(key, Unknown) or key in result:
            return UNKNOWN
        result[key] = literal_value(item.value)
    return result
