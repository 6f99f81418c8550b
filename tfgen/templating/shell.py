"""A shell block with holes -> commands in which every value is literal text inside one word.

Where a value stands decides how it is quoted, so the block is read as POSIX shells and bash read
it: words, both kinds of quotes, ``$(…)``, comments. What can be read in more than one way (here
documents, backquotes, ``${NAME:-…}``, ``case`` inside ``$(…)``) may stand in a block, but no value
after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tfgen.misuse import MisuseError
from tfgen.templating.holes import HOLE, HOLE_OPEN

_BARE = re.compile(r"[A-Za-z0-9_@:,./+-]+")
# Words that mean something else where a command begins.
_RESERVED = frozenset(
    re.findall(
        r"\w+",
        "case coproc do done elif else esac fi for function if in select then time until while",
    )
)
_TEXT = f"[^{HOLE_OPEN}]"
_HOLE = f"(?P<hole>{HOLE.pattern})"
_EXPANSIONS = rf"""
    (?P<joined>(?:\$[A-Za-z0-9_]*|\\)(?={HOLE_OPEN}))  # would take a part of the value
  | \\{_TEXT}
  | \$\{{[A-Za-z_][A-Za-z0-9_]*\}}
  | (?P<lost>`|\$\{{)
  | (?P<command>\$\()
"""
_PLAIN, _DOUBLE, _SINGLE, _COMMENT = "(", '"', "'", "#"
_TOKENS = {
    _PLAIN: rf"""{_HOLE}
      | (?P<tilde>~(?={HOLE_OPEN}))
      | (?P<here><<|\$')
      | {_EXPANSIONS}
      | (?P<open>['"(])
      | (?P<close>\))
      | (?P<comment>(?<![^\s;&|()<>])\#)
      | (?P<case>(?<![\w-])case(?![\w-]))
      | {_TEXT}""",
    _DOUBLE: rf'{_HOLE} | {_EXPANSIONS} | (?P<close>") | {_TEXT}',
    _SINGLE: rf"{_HOLE} | (?P<close>') | {_TEXT}",
    _COMMENT: rf"{_HOLE} | (?P<close>\n) | {_TEXT}",
}
_READERS = {
    place: re.compile(pattern, re.VERBOSE | re.DOTALL) for place, pattern in _TOKENS.items()
}


class MisplacedError(MisuseError):
    """A value, or with ``hole`` None a text of the template, that cannot stand where it does."""

    def __init__(self, message: str, hint: str = "", hole: int | None = None) -> None:
        super().__init__(message, hint)
        self.hole = hole


def shell_text(block: str, value: Callable[[int], str]) -> str:
    """Fill the holes of a block; ``value`` gives the text of a hole by its number.

    Texts must not hold line breaks. Raises MisplacedError where a value cannot stand, and for a
    block that leaves a quote or bracket open.
    """
    parts: list[str] = []
    places = [_PLAIN]
    lost = ""
    position = 0
    while position < len(block):
        token = _READERS[places[-1]].match(block, position)
        assert token is not None  # noqa: S101 - the last alternative takes any character
        position = token.end()
        kind = token.lastgroup
        if kind == "hole":
            number = int(token[2])
            if lost:
                raise MisplacedError(
                    f"a value cannot stand after {lost} in a block of commands",
                    "put it in a shell variable before, or begin another block",
                    number,
                )
            parts.append(_quoted(value(number), places[-1], block[position : position + 1]))
            continue
        if kind in ("joined", "tilde"):
            raise MisplacedError(
                f"a value cannot follow {token[0]} directly",
                "write ${NAME} with braces, or begin a new word for the value",
                int(HOLE.match(block, position)[1]),  # type: ignore[index]
            )
        parts.append(token[0])
        if kind in ("lost", "here"):
            lost = lost or token[0]
        elif kind == "case" and len(places) > 1:
            lost = lost or "case in brackets"
        elif kind == "command":
            places.append(_PLAIN)
        elif kind in ("open", "comment"):
            places.append(token[0])
        elif kind == "close" and len(places) > 1:
            places.pop()
    if places[-1] == _COMMENT:
        places.pop()
    if len(places) > 1 and not lost:
        raise MisplacedError(f"a block of commands leaves {places[-1]} open")
    return "".join(parts)


def _quoted(text: str, place: str, following: str) -> str:
    """A text as a part of a word at a place: bare where every shell reads it as itself."""
    is_bare = _BARE.fullmatch(text) and text not in _RESERVED
    if place in (_PLAIN, _COMMENT):
        # A number before a redirection would name what is redirected.
        if is_bare and not (text.isdigit() and following in ("<", ">")):
            return text
        return _single_quoted(text)
    if place == _SINGLE:
        return _single_quoted(text)[1:-1]
    if is_bare or not text:
        return text
    # Leaves the quotes and enters them again: inside them nothing keeps an interactive shell
    # from expanding "!".
    return f'"{_single_quoted(text)}"'


def _single_quoted(text: str) -> str:
    return "'" + text.replace("'", "'\"'\"'") + "'"
