"""Text that a terminal can be given: nothing in it moves the cursor, colours or reorders."""

from __future__ import annotations

import unicodedata


def printable(text: str) -> str:
    """The text with every character that does not print shown as ``\\x1b`` or ``\\u202e``."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else escape(character) for character in text
    )


def escape(character: str) -> str:
    """``\\x1b``, ``\\u202e`` or ``\\U000e0001``."""
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def width(text: str) -> int:
    """How many columns of a terminal a printable text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
