"""What the built-in functions share: reading arguments, building results, bounds.

A :class:`Value` does not tell a list from a tuple or a set, nor a map from an object. Where the
difference would matter to a result, the result is not folded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Final, TypeAlias

from tfgen.program.values import UNKNOWN, Data, Value, scalar_text

Function: TypeAlias = Callable[[Sequence[Value], Value], Value]
"""Takes the arguments and an unknown value at the place of the call; gives the result."""

MAX_TEXT: Final = 1_000_000
MAX_ITEMS: Final = 100_000
_MAX_PARTS = 1000
_MAX_DIGITS = 150
_PRECISION = 512
"""Terraform computes with 512-bit floats: up to 154 decimal digits come back unchanged."""

# What Terraform reads as a number and all readers agree on; its other spellings are not folded.
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,150}\.?[0-9]{0,150}|\.[0-9]{1,150})(?:[eE][+-]?[0-9]{1,3})?")
_TRUTH = {"true": True, "1": True, "false": False, "0": False}


class CannotFoldError(Exception):
    """The result is not known, or there is none: Terraform would refuse the call."""


def known(here: Value, data: Data) -> Value:
    """A computed result at the place of the call; text in NFC, the form Terraform keeps it in."""
    if isinstance(data, str):
        if len(data) > MAX_TEXT:
            raise CannotFoldError
        data = unicodedata.normalize("NFC", data)
    elif isinstance(data, int | Decimal):
        data = exact(data)
    elif isinstance(data, tuple | Mapping) and len(data) > MAX_ITEMS:
        raise CannotFoldError
    return replace(here, data=data)


def texts(here: Value, found: Iterable[str]) -> Value:
    """A list of computed texts."""
    return known(here, tuple(known(here, text) for text in found))


def exact(number: int | Decimal) -> int | Decimal:
    """The number, integral ones as int, unless Terraform would round it or write it otherwise."""
    if isinstance(number, bool):
        return number
    if isinstance(number, Decimal):
        if not number.is_finite() or abs(number.adjusted()) >= _MAX_DIGITS:
            raise CannotFoldError
        if len(number.as_tuple().digits) > _MAX_DIGITS or (not number and number.is_signed()):
            raise CannotFoldError
        number = int(number) if number == number.to_integral_value() else number
    if isinstance(number, int) and abs(number) >= 10**_MAX_DIGITS:
        raise CannotFoldError
    return number


def text_of(value: Value) -> str:
    """A known scalar as the text that Terraform makes of it for a parameter of type string."""
    if isinstance(value.data, int | Decimal):
        exact(value.data)
    text = scalar_text(value.data)
    if text is None or len(text) > MAX_TEXT:
        raise CannotFoldError
    return text


def number_of(value: Value) -> int | Decimal:
    """A known number, also one written as a string."""
    if isinstance(value.data, str) and _NUMBER.fullmatch(value.data):
        return exact(Decimal(value.data))
    if isinstance(value.data, int | Decimal) and not isinstance(value.data, bool):
        return exact(value.data)
    raise CannotFoldError


def whole_of(value: Value) -> int:
    """A known whole number."""
    number = number_of(value)
    if not isinstance(number, int):
        raise CannotFoldError
    return number


def truth_of(value: Value) -> bool:
    """A known boolean, also as a string; Terraform takes "1" and "0" for booleans, too."""
    data = value.data
    found = data if isinstance(data, bool) else _TRUTH.get(data) if isinstance(data, str) else None
    if found is None:
        raise CannotFoldError
    return found


def list_of(value: Value) -> tuple[Value, ...]:
    """The items of a known list; they need not be known."""
    if not isinstance(value.data, tuple):
        raise CannotFoldError
    return value.data


def map_of(value: Value) -> Mapping[str, Value]:
    """The entries of a known map in Terraform's order, that of the keys; they need not be known."""
    if not isinstance(value.data, Mapping):
        raise CannotFoldError
    return {key: value.data[key] for key in sorted(value.data)}


def is_text(value: Value) -> bool:
    """Whether the value is certainly a string, known or only in part."""
    return isinstance(value.data, str) or (value.data is UNKNOWN and bool(value.parts))


def is_collection(value: Value) -> bool:
    """Whether the value is a known list or map."""
    return isinstance(value.data, tuple | Mapping)


def joined(here: Value, pieces: Iterable[Value]) -> Value:
    """The text that the pieces make, with its parts; known when all of them are."""
    found: list[Value] = []
    size = 0
    for piece in pieces:
        if piece.is_known:
            text = text_of(piece)
            size += len(text)
            piece = piece if isinstance(piece.data, str) else replace(piece, data=text)
        if piece.data != "":
            found.append(piece)
        if size > MAX_TEXT or len(found) > MAX_ITEMS:
            raise CannotFoldError
    parts = tuple(found) if len(found) <= _MAX_PARTS else ()
    if all(piece.is_known for piece in found):
        return replace(known(here, "".join(map(text_of, found))), parts=parts)
    return replace(here, parts=parts)


def bounded(values: Iterable[Value]) -> None:
    """Refuse values with too much below them: lists that hold one list many times grow fast."""
    pending = list(values)
    left = MAX_ITEMS
    while pending:
        left -= 1
        if left < len(pending):
            raise CannotFoldError
        value = pending.pop()
        pending += value.items
        pending += value.entries.values()


def identity(value: Value) -> Hashable:
    """Equal for values of one type just when they are equal; only for what is wholly known."""
    data = value.data
    if data is None or isinstance(data, bool | str):
        return (type(data).__name__, data)
    if isinstance(data, int | Decimal):
        return ("number", exact(data))
    if isinstance(data, tuple):
        return ("list", tuple(identity(item) for item in data))
    if isinstance(data, Mapping):
        return ("map", tuple((key, identity(data[key])) for key in sorted(data)))
    raise CannotFoldError


def rounded(number: Fraction) -> Fraction:
    """The number as a 512-bit float holds it: rounded to the nearest, halves to even."""
    if not number:
        return number
    shift = _PRECISION - (number.numerator.bit_length() - number.denominator.bit_length())
    scaled = abs(number) * Fraction(2) ** shift
    while scaled >= 2**_PRECISION:
        shift, scaled = shift - 1, scaled / 2
    nearest = Fraction(round(scaled)) / Fraction(2) ** shift
    return nearest if number > 0 else -nearest
