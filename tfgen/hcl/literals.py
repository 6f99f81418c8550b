"""Python value -> HCL text that Terraform reads back as exactly that value.

Strings come back in NFC, the form Terraform keeps them in. Everything that cannot be written
exactly (NaN, a lone surrogate, a set, two keys with one spelling …) raises :class:`HclValueError`.
"""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Self

from tfgen.hcl.parser import parse_expression
from tfgen.hcl.scanner import HclSyntaxError

MAX_NESTING = 32
LINE_WIDTH = 80
_INTEGER_BITS = 511
"""Terraform computes with 512-bit floats; larger integers would be rounded."""

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")
# Words that HCL, or python-hcl2, reads as something else when they stand bare as an object key.
_KEY_KEYWORDS = frozenset(
    ("for", "in", "if", "else", "endif", "endfor", "for_each", "true", "false", "null")
)
_SIMPLE_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
_PLAIN = re.compile(r"[ !#&-\[\]-~]*\Z")  # printable ASCII without " $ % and backslash
_LINE_BREAK = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_HEREDOC_FORBIDDEN = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]")
_SEQUENCE = re.compile(r"([$%])\{")


class HclValueError(ValueError):
    """A value that HCL cannot express in the place where it should stand."""


class Expr(str):
    """HCL text that stands for itself: exactly one expression, checked when it is made.

    It may span lines only inside brackets, and no comment may follow it.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        stripped = str(text).strip(" \t\r\n")
        try:
            parse_expression(stripped, inline=True)
        except HclSyntaxError as error:
            raise HclValueError(
                f"not exactly one HCL expression: {stripped!r}: {error.message}"
            ) from None
        return super().__new__(cls, stripped)


def literal(value: object) -> str:
    """The HCL expression for a str, int, float, bool, None, list, tuple, dict or Expr.

    A list that fits in 80 columns stays on one line; a map has a line per key. Indentation is left
    to the layout.
    """
    return _literal(value, 0)


def _literal(value: object, depth: int) -> str:
    if depth > MAX_NESTING:
        raise HclValueError(f"nested deeper than {MAX_NESTING} levels, or contains itself")
    match value:
        case Expr():
            return str(value)
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return number(value)
        case str():
            return f'"{quoted_text(value)}"'
        case list() | tuple():
            items = [_literal(item, depth + 1) for item in value]
            line = f"[{', '.join(items)}]"
            if len(line) <= LINE_WIDTH and "\n" not in line:
                return line
            return "[\n" + "".join(f"{item},\n" for item in items) + "]"
        case dict():
            return _object(value, depth)
    raise HclValueError(f"a value of type {type(value).__name__} has no HCL form")


def _object(value: dict[object, object], depth: int) -> str:
    if not value:
        return "{}"
    lines: dict[str, str] = {}
    for key, item in value.items():
        text = object_key(key)
        if text in lines:
            raise HclValueError(f"two keys of one map are both written {text}")
        lines[text] = f"{text} = {_literal(item, depth + 1)}\n"
    return "{\n" + "".join(lines.values()) + "}"


def number(value: float) -> str:
    """The HCL form of an int or float."""
    if isinstance(value, int):
        if value.bit_length() > _INTEGER_BITS:
            raise HclValueError(f"integer beyond {_INTEGER_BITS} bits: Terraform would round it")
        return int.__repr__(value)
    if math.isnan(value) or math.isinf(value):
        raise HclValueError(f"{value!r} is not an HCL number")
    return float.__repr__(value) if value else "0"


def object_key(key: object) -> str:
    """The form of a map key: bare where that is safe, else quoted. Integers become strings."""
    if isinstance(key, int) and not isinstance(key, bool):
        key = int.__repr__(key)
    if not isinstance(key, str):
        raise HclValueError(f"a map key must be a string, not {key!r}")
    if _IDENTIFIER.match(key) and key not in _KEY_KEYWORDS:
        return str(key)
    return f'"{quoted_text(key)}"'


def identifier(text: object) -> str:
    """``text`` if it can be a block type, label, attribute or resource name.

    ASCII only: Terraform allows more, python-hcl2 does not.
    """
    if not isinstance(text, str) or not _IDENTIFIER.match(text):
        raise HclValueError(
            f"not a valid name: {text!r} (letters, digits, - and _; a letter or _ first)"
        )
    return str(text)


def scalar_text(value: object) -> str:
    """What a value looks like inside text: a string as it is, a number or bool as HCL writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return str(value)
    if isinstance(value, (int, float)):
        return number(value)
    match value:
        case None:
            name = "null"
        case list() | tuple():
            name = "a list"
        case dict():
            name = "a map"
        case _:
            name = f"a value of type {type(value).__name__}"
    raise HclValueError(f"{name} cannot stand inside text: use it as a whole value instead")


def quoted_text(text: str, before: str = "", after: str = "") -> str:
    """``text`` escaped for the inside of a quoted string, without the quotes.

    ``before`` and ``after`` are the characters that will touch it in the same string: none may
    pair up with its ends to ``${``, ``%{`` or an escape of these. Where the neighbour is not
    known yet, pass "{" for ``after``.
    """
    text = unicodedata.normalize("NFC", text)
    if not text or (_PLAIN.match(text) and text[0] != "{"):
        return text
    last_brace = text.rfind("}")
    written: list[str] = []
    for index, character in enumerate(text):
        if character in "$%":
            following = text[index + 1 : index + 2] or after[:1]
            if not index and before[-1:] == character:
                written.append(_code_point(character))
            elif following != "{":
                written.append(character)
            elif last_brace > index:
                written.append(character * 2)
            else:
                # python-hcl2 misreads "$${" unless a "}" follows; Terraform reads both alike.
                written.append(_code_point(character))
        elif character == "{" and not index and before[-1:] in ("$", "%"):
            written.append(_code_point(character))
        else:
            written.append(_escaped(character))
    return "".join(written)


def _escaped(character: str) -> str:
    simple = _SIMPLE_ESCAPES.get(character)
    if simple:
        return simple
    if " " <= character <= "~":
        return character
    if "\ud800" <= character <= "\udfff":
        raise HclValueError(f"lone surrogate U+{ord(character):04X} cannot be written as UTF-8")
    # Controls, formats, separators, private use: what a reader of the file could not see.
    if unicodedata.category(character)[0] in "CZ":
        return _code_point(character)
    return character


def _code_point(character: str) -> str:
    point = ord(character)
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"


def heredoc_text(text: str, before: str = "", after: str = "") -> str:
    """``text`` escaped for the inside of a heredoc line; a heredoc has no other escapes.

    ``before`` and ``after`` as for :func:`quoted_text`, but what would pair up is refused.
    """
    text = unicodedata.normalize("NFC", text)
    if _HEREDOC_FORBIDDEN.search(text):
        raise HclValueError(
            "a line break or control character cannot stand in a heredoc: use a quoted string"
        )
    if text:
        pairs_before = before[-1:] in ("$", "%") and text[0] in ("{", before[-1:])
        pairs_after = after[:1] == "{" and text[-1] in "$%"
        if pairs_before or pairs_after:
            raise HclValueError(
                f"{text!r} would form a template sequence with the heredoc around it: "
                "use a quoted string"
            )
    return _SEQUENCE.sub(r"\1\1{", text)


def comment_text(text: str, *, block: bool = False) -> str:
    """``text`` for the inside of a comment: one line, and with ``block`` nothing to end it."""
    if _LINE_BREAK.search(text):
        raise HclValueError("a line break cannot stand in a comment")
    if block and ("*/" in text or text.startswith("/") or text.endswith("*")):
        raise HclValueError('"*/" cannot stand in a block comment')
    return "".join(" " if unicodedata.category(c)[0] == "C" else c for c in text)
