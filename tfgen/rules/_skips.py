"""Suppressing comments of one file: what they say, and the lines they cover.

``# tfgen:skip=TFG004:reason`` also goes with ``//`` and ``/* */``, with several rules separated by
commas, and with names of rules. It covers

- behind code: that line
- on a line of its own as the first thing between the braces of a block or object: all of it
- on a line of its own directly above a block, an argument, or an item of an object or list: that
- on any other line of its own: the innermost block or argument around it, else the file
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tfgen.errors import Location
from tfgen.hcl.scanner import Token, scan
from tfgen.hcl.tree import Body, Object, Span, Tuple, walk

if TYPE_CHECKING:
    from tfgen.program.sources import SourceFile

FORM = "# tfgen:skip=TFG004:reason"
"""What a suppressing comment looks like, for hints."""

_WELL_FORMED = re.compile(
    r"tfgen:skip=(?P<rules>[\w-]+(?:\s*,\s*[\w-]+)*+)\s*(?::(?P<reason>.*?))?\s*(?:\*/\s*)?$"
)
_SKIP = re.compile(r"(tfgen:skip)\s*=")
# What somebody may have meant as a suppression; prose about tfgen does not start like this.
_MEANT = re.compile(
    r"\s*(?:#+|//+|/?\*+)?\s*(tfgen\s*[:_-]\s*(?:skip|ignore|suppress|disable)\b)", re.IGNORECASE
)
_HINT = re.compile(r"tfgen\s*[:_-]\s*(?:skip|ignore|suppress|disable)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Skip:
    """One suppressing comment: the rules as written, the reason, and the lines it covers.

    ``rules`` is empty for a comment that seems to mean a suppression and is none.
    """

    rules: tuple[str, ...]
    reason: str
    where: Location
    first: int
    last: int


def skips(file: SourceFile) -> Iterator[Skip]:
    """The suppressing comments of a file, in order; none for a file that is not valid HCL."""
    if file.body is None or not _HINT.search(file.text):
        return
    tokens = scan(file.text)
    for index, token in enumerate(tokens):
        if token.kind != "comment":
            continue
        for where, text in _directives(token, file.path):
            form = _WELL_FORMED.match(text)
            if form is None:
                yield Skip((), "", where, where.line, where.line)
                continue
            rules = tuple(dict.fromkeys(re.split(r"\s*,\s*", form["rules"])))
            reason = (form["reason"] or "").strip()
            yield Skip(rules, reason, where, *_covered(tokens, index, file.body))


def _directives(comment: Token, file: str) -> Iterator[tuple[Location, str]]:
    """Each suppression in a comment, or what was meant as one, from its first letter on."""
    for number, line in enumerate(comment.text.rstrip("\r\n").split("\n")):
        if found := _SKIP.search(line) or _MEANT.match(line):
            start = found.start(1)
            column = start + (comment.column if number == 0 else 1)
            yield Location(file, comment.line + number, column), line[start:].rstrip("\r")


def _covered(tokens: Sequence[Token], index: int, body: Body) -> tuple[int, int]:
    """The first and last line that a comment speaks about."""
    comment = tokens[index]
    last = _last_line(comment)
    for token in tokens:
        if _is_code(token) and token.line in (comment.line, last):
            return token.line, token.line
    things = tuple(_things(body))
    before = next(filter(_is_code, reversed(tokens[:index])), None)
    if before is not None and before.text == "{" and (opened := _starting(things, before)):
        return opened
    below = _directly_below(tokens, index, last)
    if below is not None and (started := _starting(things, below)):
        return started
    around = [
        thing.lines for thing in things if thing.holds and thing.start < comment.start < thing.end
    ]
    return min(around, key=_size, default=(0, tokens[-1].line))


def _is_code(token: Token) -> bool:
    return token.kind not in ("comment", "newline", "end")


def _last_line(comment: Token) -> int:
    return comment.line + comment.text.rstrip("\r\n").count("\n")


def _directly_below(tokens: Sequence[Token], index: int, last: int) -> Token | None:
    """The first token of the next line, where only comments stand between it and the comment."""
    for token in tokens[index + 1 :]:
        if token.kind == "newline":
            continue
        if token.line > last + 1:
            return None
        if token.kind != "comment":
            return token
        last = _last_line(token)
    return None


@dataclass(frozen=True, slots=True)
class _Thing:
    """What a comment can speak about; ``holds`` when it may be the innermost one around it."""

    start: int
    end: int
    lines: tuple[int, int]
    holds: bool


def _starting(things: Iterable[_Thing], token: Token) -> tuple[int, int] | None:
    """Lines of the largest thing that begins with a token, or whose braces open with it."""
    return max(
        (thing.lines for thing in things if thing.start == token.start), key=_size, default=None
    )


def _size(lines: tuple[int, int]) -> int:
    return lines[1] - lines[0]


def _things(body: Body) -> Iterator[_Thing]:
    for block in body.blocks:
        yield _thing(block.span, holds=True)
        # The body starts behind the brace.
        yield _thing(block.span, start=block.body.span.start - 1)
        yield from _things(block.body)
    for attribute in body.attributes:
        yield _thing(attribute.span, holds=True)
        for node in walk(attribute.expression):
            if isinstance(node, Object):
                yield _thing(node.span)
                yield from (_thing(item.span) for item in node.items)
            elif isinstance(node, Tuple):
                yield from (_thing(item.span) for item in node.items)


def _thing(span: Span, start: int | None = None, *, holds: bool = False) -> _Thing:
    begin = span.start if start is None else start
    return _Thing(begin, span.end, (span.line, span.end_line), holds)
