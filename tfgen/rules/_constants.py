"""Arguments that Terraform reads before there are any values: constants and versions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.hcl.tree import (
    Block,
    Body,
    Call,
    Literal,
    Object,
    Span,
    Template,
    Tuple,
    Unary,
    walk,
)
from tfgen.program.references import Place, uses_in
from tfgen.rules._grammar import Wrong

if TYPE_CHECKING:
    from tfgen.hcl.tree import Attribute, Expression

_NO_SPAN: Final = Span(0, 0, 0, 0, 0)
NOWHERE: Final = Place("", Block("", (), Body((), (), _NO_SPAN), _NO_SPAN, _NO_SPAN))
"""The place of an expression that is looked at by itself."""
_BOOLS: Final = ("true", "false", "1", "0")
_VERSION: Final = re.compile(r"v?(\d+(?:\.\d+)*)(-[\w.~-]+|[A-Za-z~][\w.~-]*)?(\+[\w.~-]+)?")
_CONSTRAINT: Final = re.compile(r"\s*(=|!=|>=|<=|>|<|~>|)\s*(\S+)\s*")
_VERSION_HINT: Final = 'write a constraint such as "~> 5.100" or ">= 1.10, < 2.0"'
_NAME: Final = re.compile(r"[^\W\d][\w-]*")
_HIGH: Final = 999_999

_Number = tuple[int, int, int]


def is_name(text: str) -> bool:
    """Whether Terraform takes a text for a name."""
    return _NAME.fullmatch(text) is not None


def is_constant(expression: Expression) -> bool:
    """Whether an expression needs no values of others, and calls nothing."""
    if any(isinstance(node, Call) for node in walk(expression)):
        return False
    return next(uses_in(expression, NOWHERE), None) is None


def constant(attribute: Attribute, kind: str) -> Iterator[Wrong]:
    """An argument of the kinds ``constant``, ``bool`` and ``text``."""
    expression, name = attribute.expression, attribute.name
    if not is_constant(expression):
        yield Wrong(
            f"{name} must be a constant",
            expression.span,
            "write the value itself: Terraform reads it before there are any others",
        )
    elif kind == "bool" and not _is_bool(expression):
        yield Wrong(f"{name} must be true or false", expression.span, "write true or false")
    elif kind == "text" and not _is_text(expression):
        yield Wrong(f"{name} must be a text", expression.span, "write it in quotes")


def text(expression: Expression) -> str | None:
    """The text of a literal, as Terraform converts it."""
    if isinstance(expression, Literal) and not isinstance(expression.value, bool | None):
        return str(expression.value)
    return None


def is_null(expression: Expression) -> bool:
    """Whether an expression is the word null."""
    return isinstance(expression, Literal) and expression.value is None


def is_false(expression: Expression) -> bool:
    """Whether an expression is false, in quotes or not."""
    return isinstance(expression, Literal) and expression.value in (False, "false")


def _is_bool(expression: Expression) -> bool:
    if isinstance(expression, Literal):
        value = expression.value
        return isinstance(value, bool) or (isinstance(value, str) and value in _BOOLS)
    if isinstance(expression, Unary):
        return expression.operator == "!"
    return not isinstance(expression, Tuple | Object | Template)


def _is_text(expression: Expression) -> bool:
    if isinstance(expression, Literal):
        return expression.value is not None
    return not isinstance(expression, Tuple | Object)


def version(expression: Expression, name: str) -> Iterator[Wrong]:
    """A version constraint, which is a constant text."""
    written = text(expression)
    if written is not None:
        if constraints(written) is None:
            yield Wrong(
                f"{name} is no version constraint: {written}", expression.span, _VERSION_HINT
            )
    elif not is_null(expression) and not _is_template(expression):
        yield Wrong(f"{name} must be a constant text", expression.span, _VERSION_HINT)


def _is_template(expression: Expression) -> bool:
    return isinstance(expression, Template) and is_constant(expression)


def constraints(written: str) -> list[tuple[str, _Number, int]] | None:
    """Operator, version and how many numbers it has, of each part; None for what is none."""
    found = []
    for part in written.split(","):
        split = _CONSTRAINT.fullmatch(part)
        number = _VERSION.fullmatch(split[2]) if split is not None else None
        if split is None or number is None:
            return None
        given = [int(one) for one in number[1].split(".")]
        first, second, third, *_ = (*given, 0, 0, 0)
        found.append((split[1] or "=", (first, second, third), len(given)))
    return found


def is_satisfiable(parts: list[tuple[str, _Number, int]]) -> bool:
    """Whether some version meets all parts; those around the ones named are tried."""
    tried: set[_Number] = {(0, 0, 0)}
    for _, number, _ in parts:
        tried |= {number, _below(number), (*number[:2], number[2] + 1)}
    return any(all(_meets(one, *part) for part in parts) for one in tried)


def _below(number: _Number) -> _Number:
    first, second, third = number
    if third:
        return first, second, third - 1
    if second:
        return first, second - 1, _HIGH
    return max(first - 1, 0), _HIGH, _HIGH


def _meets(one: _Number, operator: str, number: _Number, length: int) -> bool:
    match operator:
        case "=":
            return one == number
        case "!=":
            return one != number
        case ">":
            return one > number
        case "<":
            return one < number
        case ">=":
            return one >= number
        case "<=":
            return one <= number
        case _:
            fixed = max(min(length, 3) - 1, 1) if length > 1 else 0
            return one >= number and one[:fixed] == number[:fixed]
