"""A template's output with holes for its values: its tree, and what each hole stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tfgen.hcl.parser import Parser, Role
from tfgen.hcl.scanner import Token, scan
from tfgen.hcl.tree import Body


@dataclass(frozen=True, slots=True)
class HolePlace:
    """Where one hole stands in a skeleton, and what a value must look like there.

    ``role``:
    ``name`` – a name, or part of one: an attribute, block type, bare label, ``.name`` or function;
    ``label`` – inside a quoted block label;
    ``expression`` – a whole operand; ``key`` – the whole key of an object item;
    ``reference`` – an operand that ``.``, ``[`` or ``(`` follows, so it must be a name or
    an expression and never a literal;
    ``quoted``, ``heredoc``, ``comment`` – part of such text.

    ``start`` and ``end`` are the hole's offsets; ``whole_start`` and ``whole_end`` those of the
    word, label, string, heredoc or comment it is part of, quotes and markers included.
    ``operand`` is true where an expression with operators would need parentheses.
    """

    role: Role
    start: int
    end: int
    line: int
    column: int
    whole_start: int
    whole_end: int
    operand: bool = False


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A template's output with holes: its tree, its tokens, and the place of every hole."""

    body: Body
    tokens: tuple[Token, ...]
    holes: tuple[HolePlace, ...]


def parse_skeleton(text: str, hole: re.Pattern[str]) -> Skeleton:
    """Parse a file that has holes, and say for each hole, in order, what it stands for.

    A word of several parts with a hole in it (``app-<hole>``) counts as one name.
    """
    tokens = scan(text, hole)
    words = _join_words(tokens)
    parser = Parser(words)
    body = parser.file()
    for word in words:
        if word.kind in ("comment", "identifier"):
            role: Role = "comment" if word.kind == "comment" else "name"
            for found in hole.finditer(word.text):
                start = word.start + found.start()
                parser.roles[start] = (role, word.start, word.end, found[0])
    places = []
    for start, (role, whole_start, whole_end, hole_text) in sorted(parser.roles.items()):
        column = start - (text.rfind("\n", 0, start) + 1) + 1
        line = text.count("\n", 0, start) + 1
        operand = start in parser.operands
        places.append(
            HolePlace(
                role, start, start + len(hole_text), line, column, whole_start, whole_end, operand
            )
        )
    return Skeleton(body, tuple(tokens), tuple(places))


def _join_words(tokens: Sequence[Token]) -> list[Token]:
    """Names, numbers and holes that touch in code become one identifier if a hole is in them."""
    words: list[Token] = []
    code = [True]
    for token in tokens:
        kind = token.kind
        if kind in ("quote_open", "heredoc_open"):
            code.append(False)
        elif kind in ("interpolation_open", "directive_open"):
            code.append(True)
        elif kind in ("quote_close", "heredoc_close", "template_close"):
            code.pop()
        last = words[-1] if words else None
        if (
            last is not None
            and code[-1]
            and kind in ("identifier", "number", "hole")
            and last.kind in ("identifier", "hole")
            and last.end == token.start
        ):
            words[-1] = last._replace(kind="identifier", text=last.text + token.text)
        else:
            words.append(token)
    return words
