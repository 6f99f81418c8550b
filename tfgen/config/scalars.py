"""What a plain YAML scalar means, and which ones mean different things to different readers.

YAML 1.1 (PyYAML and many others) and YAML 1.2 (editors, JSON tools) disagree about unquoted
scalars, and both turn numbers into something that no longer has the text the user wrote. Each such
scalar is refused; quoted, it is always text.
"""

from __future__ import annotations

import re

Scalar = str | int | float | bool | None

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_BOOLEANS = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_OLD_BOOLEANS = {
    **dict.fromkeys(["y", "Y", "yes", "Yes", "YES", "on", "On", "ON"], "true"),
    **dict.fromkeys(["n", "N", "no", "No", "NO", "off", "Off", "OFF"], "false"),
}

_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)")
_EXPONENT = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][-+]?[0-9]+")
_UNDERSCORED = re.compile(r"[-+]?[0-9][0-9_]*(?:\.[0-9_]*)?")
_BASED = re.compile(r"[-+]?0(?:x_*[0-9a-f][0-9a-f_]*|o_*[0-7][0-7_]*|b_*[01][01_]*)", re.IGNORECASE)
_SEXAGESIMAL = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?")
_TIMESTAMP = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \t]+)[0-9].*)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_SYNTAX = frozenset(("=", "<<"))

# Signed 64 bit: the most that every reader of YAML and JSON keeps exactly.
_LARGEST_INTEGER = 2**63 - 1
_LONGEST_INTEGER = 20


class ScalarRefusedError(Exception):
    """A plain scalar that must be quoted, or written differently.

    ``reason`` quotes the scalar; ``quiet_reason`` says the same of a value that must not be shown.
    ``advice`` is how to mend it where quoting is not all there is to say.
    """

    def __init__(self, reason: str, quiet_reason: str, advice: str = "") -> None:
        super().__init__(quiet_reason)
        self.reason = reason
        self.quiet_reason = quiet_reason
        self.advice = advice


def plain_value(text: str) -> Scalar:
    """The value of an unquoted scalar; raises :class:`ScalarRefusedError` for a trap."""
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if text in _OLD_BOOLEANS:
        meaning = _OLD_BOOLEANS[text]
        raise ScalarRefusedError(
            f"{text} is a boolean to some YAML readers and text to others",
            "this word is a boolean to some YAML readers and text to others",
            f'write {meaning}, or quote it: "{text}"',
        )
    if text in _SYNTAX:
        raise ScalarRefusedError(
            f"an unquoted {text} is YAML syntax, not text",
            "this value is YAML syntax, not text",
        )
    if text[0] in "+-.0123456789":
        return _number(text)
    return text


def _number(text: str) -> str | int | float:
    """A number whose canonical form is exactly ``text``, or text that no reader takes for one."""
    if _INTEGER.fullmatch(text):
        return _integer(text)
    if _FLOAT.fullmatch(text):
        value = float(text)
        if repr(value) == text:
            return value
        raise _would_become(text, repr(value))
    if _EXPONENT.fullmatch(text):
        raise _would_become(text, repr(float(text)))
    if _BASED.fullmatch(text):
        raise _would_become(text, str(int(text.replace("_", "").lower(), 0)))
    if _UNDERSCORED.fullmatch(text):
        raise _would_become(text, text.replace("_", ""))
    if _SEXAGESIMAL.fullmatch(text):
        raise _would_become(text, _from_base_sixty(text))
    if _TIMESTAMP.fullmatch(text):
        raise ScalarRefusedError(
            f"{_cut(text)} would become a date, not text",
            "this value would become a date, not text",
        )
    if _NOT_FINITE.fullmatch(text):
        raise ScalarRefusedError(
            f"{text} is not a number that Terraform has", "this is not a number that Terraform has"
        )
    return text


def _integer(text: str) -> int:
    digits = text.lstrip("+-")
    if len(digits) > 1 and digits[0] == "0":
        # YAML 1.1 reads base 8 where it can, YAML 1.2 reads base 10.
        base = 10 if "8" in digits or "9" in digits else 8
        read_as = _cut(digits.lstrip("0")) if base == 10 else str(int(digits[:_CUT], 8))
        raise _would_become(text, ("-" if text[0] == "-" else "") + (read_as or "0"))
    if len(digits) > _LONGEST_INTEGER or abs(int(text)) > _LARGEST_INTEGER:
        raise ScalarRefusedError(
            f"number {_cut(text)} has more digits than every reader keeps",
            "this number has more digits than every reader keeps",
        )
    if str(int(text)) != text:
        raise _would_become(text, str(int(text)))
    return int(text)


def _from_base_sixty(text: str) -> str:
    """How YAML 1.1 reads ``22:22``: as minutes and seconds are, in base 60."""
    whole, dot, fraction = text.replace("_", "").partition(".")
    total = 0
    for part in whole.lstrip("+-").split(":"):
        total = total * 60 + int(part)
    return ("-" if text[0] == "-" else "") + str(total) + dot + fraction


def _would_become(text: str, read_as: str) -> ScalarRefusedError:
    return ScalarRefusedError(
        f"number {_cut(text)} would become {_cut(read_as)}", "this number would not keep its digits"
    )


def _cut(text: str) -> str:
    return text if len(text) <= _CUT else text[: _CUT - 1] + "…"


_CUT = 60
