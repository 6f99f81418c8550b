"""Terraform's functions on numbers, and conversions of scalars."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Context, Decimal
from fractions import Fraction
from typing import Final

from tfgen.program.functions_arguments import (
    CannotFoldError,
    Function,
    exact,
    is_text,
    known,
    list_of,
    number_of,
    rounded,
    text_of,
    truth_of,
    whole_of,
)
from tfgen.program.values import Value

_MAX_RANGE = 1024
"""Terraform refuses ranges of more numbers."""
_MAX_FLOAT_WHOLE = 2**53
"""Up to here pow, which computes with 64-bit floats, gives whole numbers exactly."""
_SUMS = Context(prec=400)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SIGNED = re.compile(r"([+-]?)([0-9A-Za-z]{1,150})")
_CASE_MATTERS_FROM = 37


def added(first: int | Decimal, second: int | Decimal) -> int | Decimal:
    """The sum, refused where 512-bit floats give another number than exact arithmetic."""
    total = _SUMS.add(Decimal(first), Decimal(second))
    floats = rounded(Fraction(first)) + rounded(Fraction(second))
    if rounded(floats) != rounded(Fraction(total)):
        raise CannotFoldError
    return exact(total)


def _tostring(arguments: Sequence[Value], here: Value) -> Value:
    (value,) = arguments
    if value.is_null or is_text(value):
        return value
    return known(here, text_of(value))


def _tonumber(arguments: Sequence[Value], here: Value) -> Value:
    (value,) = arguments
    if value.is_null:
        return value
    number = number_of(value)
    return known(here, number) if isinstance(value.data, str) else value


def _tobool(arguments: Sequence[Value], here: Value) -> Value:
    (value,) = arguments
    if value.is_null or isinstance(value.data, bool):
        return value
    return known(here, truth_of(value))


def _of_number(function: Callable[[int | Decimal], int | Decimal]) -> Function:
    def call(arguments: Sequence[Value], here: Value) -> Value:
        (number,) = arguments
        return known(here, function(number_of(number)))

    return call


def _abs(number: int | Decimal) -> int | Decimal:
    return number.copy_abs() if isinstance(number, Decimal) else abs(number)


def _ceil(number: int | Decimal) -> int:
    return -(-Fraction(number) // 1)


def _floor(number: int | Decimal) -> int:
    return Fraction(number) // 1


def _signum(number: int | Decimal) -> int:
    if not isinstance(number, int) or abs(number) >= 2**63:
        raise CannotFoldError
    return (number > 0) - (number < 0)


def _extreme(choose: Callable[[list[int | Decimal]], int | Decimal]) -> Function:
    def call(arguments: Sequence[Value], _here: Value) -> Value:
        numbers = [number_of(argument) for argument in arguments]
        chosen = choose(numbers)
        found = arguments[numbers.index(chosen)]
        return found if found.data == chosen else replace(found, data=chosen, origin=None)

    return call


def _sum(arguments: Sequence[Value], here: Value) -> Value:
    (numbers,) = arguments
    first, *others = map(number_of, list_of(numbers))
    for number in others:
        first = added(first, number)
    return known(here, first)


def _pow(arguments: Sequence[Value], here: Value) -> Value:
    base, power = map(whole_of, arguments)
    if power < 0 or abs(base) > _MAX_FLOAT_WHOLE or (power > 53 and abs(base) > 1):
        raise CannotFoldError
    found = base ** (power if abs(base) > 1 else min(power, 2 + power % 2))
    if abs(found) > _MAX_FLOAT_WHOLE:
        raise CannotFoldError
    return known(here, found)


def _parseint(arguments: Sequence[Value], here: Value) -> Value:
    value, base_value = arguments
    base = whole_of(base_value)
    match = _SIGNED.fullmatch(value.data) if isinstance(value.data, str) else None
    if match is None or not 2 <= base <= len(_DIGITS):
        raise CannotFoldError
    digits = match[2] if base >= _CASE_MATTERS_FROM else match[2].lower()
    found = 0
    for digit in digits:
        number = _DIGITS.index(digit)
        if number >= base:
            raise CannotFoldError
        found = found * base + number
    return known(here, -found if match[1] == "-" else found)


def _range(arguments: Sequence[Value], here: Value) -> Value:
    numbers = [number_of(argument) for argument in arguments]
    if not 1 <= len(numbers) <= 3:
        raise CannotFoldError
    start = numbers[0] if len(numbers) > 1 else 0
    end = numbers[1] if len(numbers) > 1 else numbers[0]
    step = numbers[2] if len(numbers) > 2 else (1 if start <= end else -1)
    if not step or (start < end and step < 0) or (start > end and step > 0):
        raise CannotFoldError
    found: list[Value] = []
    while start < end if step > 0 else start > end:
        if len(found) == _MAX_RANGE:
            raise CannotFoldError
        found.append(known(here, start))
        start = added(start, step)
    return known(here, tuple(found))


NUMBERS: Final[Mapping[str, Function]] = {
    "abs": _of_number(_abs),
    "ceil": _of_number(_ceil),
    "floor": _of_number(_floor),
    "max": _extreme(max),
    "min": _extreme(min),
    "parseint": _parseint,
    "pow": _pow,
    "range": _range,
    "signum": _of_number(_signum),
    "sum": _sum,
    "tobool": _tobool,
    "tonumber": _tonumber,
    "tostring": _tostring,
}
