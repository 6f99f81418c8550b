"""What PyYAML and libyaml say about bad syntax, in our words and without the user's values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tfgen.errors import Location, Problem

if TYPE_CHECKING:
    import yaml

SURROGATE = "this escape is half a character (a lone surrogate)"
SURROGATE_HINT = "write the character itself, or \\U and its 8 hexadecimal digits"

_INDENTATION = "check the indentation of this line against the lines above"
_QUOTE = 'put the value in quotes: "..."'

# (part of the parser's context and problem, our message, hint). libyaml and PyYAML word the same
# error differently; the first match counts.
_MEANINGS = (
    (
        "mapping values are not allowed",
        'a ":" does not belong here',
        f'a value that holds ": " must be quoted; otherwise {_INDENTATION}',
    ),
    ("sequence entries are not allowed", 'a "- " does not belong here', _INDENTATION),
    ("invalid Unicode character escape", SURROGATE, SURROGATE_HINT),
    (
        "unknown escape character",
        "unknown escape inside double quotes",
        "write \\\\ for a backslash, or use single quotes, where nothing is an escape",
    ),
    ("hexdecimal number", "this escape lacks hexadecimal digits", "\\x takes 2, \\u 4, \\U 8"),
    ("hexadecimal numbers", "this escape lacks hexadecimal digits", "\\x takes 2, \\u 4, \\U 8"),
    ("expected ':'", 'a ":" is missing after this key', "write key: value"),
    ("undefined tag handle", "this value starts with ! and YAML takes it for a tag", _QUOTE),
    ("while scanning an alias", "this value starts with * and YAML takes it for an alias", _QUOTE),
    (
        "while scanning an anchor",
        "this value starts with & and YAML takes it for an anchor",
        _QUOTE,
    ),
    (
        "while scanning a block scalar",
        "only + or - and a digit may follow | or >",
        "start the text on the next line, or quote the value",
    ),
    ("expected key", "this line does not fit the map above", _INDENTATION),
    ("'-' indicator", "this line does not fit the list above", _INDENTATION),
    ("<block end>", "this line does not fit the lines above", _INDENTATION),
    ("node content", "a value is missing here", _QUOTE),
    ("<document start>", 'text follows the end of the document ("...")', "remove the ..."),
)


def mark_location(mark: Any, file: str) -> Location:
    """A parser's mark, which counts from 0, as a place in ``file``."""
    return Location(file, mark.line + 1, mark.column + 1) if mark else Location(file)


def syntax_problem(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    """The problem for a parser error in ``text``; never quotes a value."""
    said = f"{error.context or ''}: {error.problem or ''}"
    where = mark_location(error.problem_mark or error.context_mark, file)
    opened = mark_location(error.context_mark, file)
    if "end of stream" in said and "quoted scalar" in said:
        return Problem("the quote opened here is never closed", opened, "add the closing quote")
    if "cannot start any token" in said:
        return _bad_start(text, where)
    for closing in ("]", "}"):
        if f"',' or '{closing}'" in said:
            message = f'a "," or the closing "{closing}" is missing'
            return Problem(message, where, related=(("opened at", opened),))
    for part, message, hint in _MEANINGS:
        if part in said:
            return Problem(message, where, hint)
    return Problem("not valid YAML: " + _without_values(error.problem or "unreadable"), where)


def _bad_start(text: str, where: Location) -> Problem:
    lines = text.splitlines()
    line = lines[where.line - 1] if where.line <= len(lines) else ""
    if line[where.column - 1 : where.column] == "\t":
        return Problem("a tab cannot indent YAML", where, "use spaces")
    return Problem("an unquoted value cannot start with this character", where, _QUOTE)


def _without_values(problem: str) -> str:
    """A parser's message with everything it quotes cut out, for it may quote a secret."""
    return re.sub(r"""["'].*["']""", "…", problem)
