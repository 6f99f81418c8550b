"""Terraform's format and formatlist."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from tfgen.program.functions_arguments import (
    MAX_ITEMS,
    MAX_TEXT,
    CannotFoldError,
    Function,
    bounded,
    is_collection,
    joined,
    known,
    number_of,
    rounded,
    text_of,
    truth_of,
    whole_of,
)
from tfgen.program.functions_json import json_text
from tfgen.program.functions_text import characters
from tfgen.program.values import Value

_MAX_WIDTH = 1000
_DEFAULT_PRECISION = 6
_LONGEST_PLAIN = 6
_PIECE = re.compile(
    r"%(?:(?P<percent>%)|(?P<flags>[-0+ ]*)(?P<width>[0-9]{1,4})?(?:\.(?P<precision>[0-9]{1,4}))?"
    r"(?:\[(?P<index>[0-9]{1,4})\])?(?P<verb>[svqdfxXobt]))|(?P<text>[^%]+)",
    re.DOTALL,
)
_WHOLE_NUMBERS = {"d": "d", "x": "x", "X": "X", "o": "o", "b": "b"}


def _format(arguments: Sequence[Value], here: Value) -> Value:
    template, *others = arguments
    return _formatted(text_of(template), others, here)


def _formatted(template: str, arguments: Sequence[Value], here: Value) -> Value:
    """The text; its parts where arguments are unknown. Every argument must be used.

    What a null becomes depends on its type, which is not known here.
    """
    if any(argument.is_null for argument in arguments):
        raise CannotFoldError
    pieces: list[Value] = []
    following = used = 0
    for match in _matches(template):
        if match["verb"] is None:
            pieces.append(known(here, "%" if match["percent"] else match["text"]))
            continue
        index = following if match["index"] is None else int(match["index"]) - 1
        if not 0 <= index < len(arguments):
            raise CannotFoldError
        following, used = index + 1, max(used, index + 1)
        pieces.append(_piece(match, arguments[index], here))
    if used < len(arguments):
        raise CannotFoldError
    return joined(here, pieces)


def _matches(template: str) -> Iterator[re.Match[str]]:
    position = 0
    while position < len(template):
        match = _PIECE.match(template, position)
        if match is None:
            raise CannotFoldError
        yield match
        position = match.end()


def _piece(match: re.Match[str], argument: Value, here: Value) -> Value:
    verb, flags = match["verb"], match["flags"]
    plain = not flags and match["width"] is None and match["precision"] is None
    if not argument.is_known:
        return argument if verb in "sv" and plain else here
    if verb == "s" and plain:
        return replace(argument, data=text_of(argument))
    bounded((argument,))
    if verb == "v" and is_collection(argument) and not argument.is_wholly_known():
        return here
    width = int(match["width"] or 0)
    if width > _MAX_WIDTH or len(set(flags)) != len(flags) or set("-0") <= set(flags):
        raise CannotFoldError
    if verb in "svq":
        return known(here, _padded(_shown(match, argument), flags, width))
    if verb == "t":
        if not plain:
            raise CannotFoldError
        return known(here, "true" if truth_of(argument) else "false")
    return known(here, _number(match, argument, width))


def _shown(match: re.Match[str], argument: Value) -> str:
    if set("+ ") & set(match["flags"]):
        raise CannotFoldError
    if match["verb"] == "v":
        if match["precision"] is not None:
            raise CannotFoldError
        return _default(argument)
    text = text_of(argument)
    if match["precision"] is not None:
        text = characters(text)[: int(match["precision"])]
    return json_text(replace(argument, data=text)) if match["verb"] == "q" else text


def _default(argument: Value) -> str:
    """What %v makes of a value: numbers from a million on get an exponent, lists are JSON."""
    if is_collection(argument):
        return json_text(argument)
    if isinstance(argument.data, bool) or not isinstance(argument.data, int | Decimal):
        return text_of(argument)
    number = Decimal(number_of(argument))
    sign, digits, _ = number.as_tuple()
    exponent = number.adjusted()
    significant = "".join(map(str, digits)).rstrip("0") or "0"
    if not number or -4 <= exponent < _LONGEST_PLAIN:
        return text_of(argument)
    mantissa = significant[0] + ("." + significant[1:] if significant[1:] else "")
    return f"{'-' if sign else ''}{mantissa}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def _padded(text: str, flags: str, width: int) -> str:
    if not width:
        return text
    if "-" in flags:
        return characters(text).ljust(width)
    return characters(text).rjust(width, "0" if "0" in flags else " ")


def _number(match: re.Match[str], argument: Value, width: int) -> str:
    verb, flags = match["verb"], match["flags"]
    sign = "+" if "+" in flags else " " if " " in flags else ""
    if verb == "f":
        text = _fixed(argument, int(match["precision"] or _DEFAULT_PRECISION))
    elif match["precision"] is not None:
        raise CannotFoldError
    else:
        text = format(whole_of(argument), _WHOLE_NUMBERS[verb])
    if sign and not text.startswith("-"):
        text = sign + text
    if "-" in flags:
        return text.ljust(width)
    if "0" not in flags:
        return text.rjust(width)
    start = 1 if text[0] in "+- " else 0
    return text[:start] + text[start:].rjust(width - start, "0")


def _fixed(argument: Value, digits: int) -> str:
    """The number with so many decimals, rounded from the 512-bit float Terraform has of it."""
    if digits > _MAX_WIDTH:
        raise CannotFoldError
    number = rounded(Fraction(number_of(argument)))
    scaled = round(abs(number) * 10**digits)
    whole, fraction = divmod(scaled, 10**digits)
    text = f"{whole}.{fraction:0{digits}d}" if digits else str(whole)
    return f"-{text}" if number < 0 else text


def _hides_type(value: Value) -> bool:
    """Whether the value may be a list or, being null, makes the result unknown to Terraform."""
    return value.is_null or not (value.is_known or value.parts)


def _formatlist(arguments: Sequence[Value], here: Value) -> Value:
    """One text per item of the lists, which have one length; other arguments repeat."""
    template, *others = arguments
    text = text_of(template)
    lengths = {len(argument.items) for argument in others if isinstance(argument.data, tuple)}
    if len(lengths) > 1 or any(_hides_type(one) for one in others):
        raise CannotFoldError
    count = lengths.pop() if lengths else 1
    if count * max(1, len(text)) > MAX_TEXT or count > MAX_ITEMS:
        raise CannotFoldError
    found: list[Value] = []
    size = 0
    for index in range(count):
        row = [one.items[index] if isinstance(one.data, tuple) else one for one in others]
        found.append(_formatted(text, row, here))
        size += len(found[-1].text or "")
        if size > MAX_TEXT:
            raise CannotFoldError
    return known(here, tuple(found))


FORMAT: Final[Mapping[str, Function]] = {"format": _format, "formatlist": _formatlist}
