"""Terraform's jsonencode and jsondecode."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final, NoReturn

from tfgen.program.functions_arguments import (
    MAX_TEXT,
    CannotFoldError,
    Function,
    bounded,
    identity,
    is_text,
    known,
    text_of,
)
from tfgen.program.json_text import decode
from tfgen.program.values import UNKNOWN, Value

# Go escapes what could end a script element or a line of a script.
_ESCAPES = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})


def json_text(value: Value) -> str:
    """The value as Terraform writes JSON: keys sorted, no white space, < > & escaped."""
    bounded((value,))
    text = _written(value)
    if len(text) > MAX_TEXT:
        raise CannotFoldError
    return text


def _written(value: Value) -> str:
    data = value.data
    if data is None:
        return "null"
    if isinstance(data, str):
        return _quoted(data)
    if isinstance(data, tuple):
        return f"[{','.join(map(_written, data))}]"
    if isinstance(data, Mapping):
        entries = (f"{_quoted(key)}:{_written(data[key])}" for key in sorted(data))
        return f"{{{','.join(entries)}}}"
    return text_of(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).translate(_ESCAPES)


def _jsonencode(arguments: Sequence[Value], here: Value) -> Value:
    """The text when all of the argument is known; what it encodes in any case."""
    (argument,) = arguments
    try:
        data = json_text(argument)
    except (CannotFoldError, RecursionError):
        return replace(here, data=UNKNOWN, decoded=argument)
    return replace(known(here, data), decoded=argument)


def _jsondecode(arguments: Sequence[Value], here: Value) -> Value:
    """What the text encodes, each part in its place where that can be told."""
    (argument,) = arguments
    found = decode(argument) if is_text(argument) else None
    if argument.decoded is not None or (found is not None and not argument.is_known):
        return argument.decoded or found or here
    text = text_of(argument)
    plain = _value(
        json.loads(text, parse_float=Decimal, parse_int=_whole, parse_constant=_refused), here
    )
    agrees = found is not None and found.is_wholly_known() and identity(found) == identity(plain)
    return found if found is not None and agrees else plain


def _whole(text: str) -> int:
    """Terraform keeps the sign of -0, which an int has not."""
    if text == "-0":
        raise CannotFoldError
    return int(text)


def _refused(constant: str) -> NoReturn:
    """NaN and Infinity are no JSON, whatever Python's reader takes."""
    raise CannotFoldError(constant)


def _value(decoded: Any, here: Value) -> Value:
    if isinstance(decoded, list):
        return known(here, tuple(_value(item, here) for item in decoded))
    if isinstance(decoded, dict):
        entries = {_text(key): _value(item, here) for key, item in decoded.items()}
        return known(here, entries)
    if isinstance(decoded, str):
        return known(here, _text(decoded))
    return known(here, decoded)


def _text(text: str) -> str:
    """A decoded text in NFC; half a surrogate pair is refused."""
    text.encode()
    return unicodedata.normalize("NFC", text)


JSON: Final[Mapping[str, Function]] = {"jsondecode": _jsondecode, "jsonencode": _jsonencode}
