"""What text in strings and heredocs means: escapes, ``<<-`` indentation, nesting of directives."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal as Choice
from typing import TypeAlias

from tfgen.hcl.scanner import SPACE, HclSyntaxError
from tfgen.hcl.tree import (
    Expression,
    ForDirective,
    Hole,
    IfDirective,
    Interpolation,
    Span,
    TemplatePart,
    Text,
)


@dataclass(frozen=True, slots=True)
class Directive:
    """``%{ if … }`` or ``%{ for … }`` before it is matched with its end."""

    keyword: Choice["if", "for"]
    expression: Expression
    span: Span
    key_name: str | None = None
    value_name: str = ""


@dataclass(frozen=True, slots=True)
class DirectiveMark:
    """``%{ else }``, ``%{ endif }`` or ``%{ endfor }``."""

    keyword: Choice["else", "endif", "endfor"]
    span: Span


Piece: TypeAlias = Text | Interpolation | Hole | Directive | DirectiveMark

_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_QUOTED_CODE = re.compile(r"\\(?:u(.{4})|U(.{8})|(.))|([$%])\4\{", re.DOTALL)
_HEREDOC_CODE = re.compile(r"([$%])\1\{")


def normalized(text: str) -> str:
    """``text`` in NFC, the form Terraform keeps strings and names in."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def decoded(text: str, *, quoted: bool) -> str:
    """The value of literal text as written in a quoted string, or else in a heredoc."""
    if quoted and "\\" in text:
        text = _QUOTED_CODE.sub(_quoted_value, text)
    elif "{" in text:
        text = _HEREDOC_CODE.sub(r"\1{", text)
    return text if text.isascii() else normalized(text)


def _quoted_value(found: re.Match[str]) -> str:
    short, long, simple, sign = found.groups()
    if simple:
        return _ESCAPES[simple]
    if sign:
        return f"{sign}{{"
    return chr(int(short or long, 16))


def unindented(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a ``<<-`` heredoc without the indentation its lines share.

    As HCL counts it: blank lines neither count nor change, a line that starts with a sequence has
    no indentation, and text that ``~`` emptied no longer ends a line.
    """
    starts: list[int] = []
    shared: int | None = None
    line_start = True
    for index, piece in enumerate(pieces):
        text = piece.value if isinstance(piece, Text) else ""
        if line_start:
            rest = text.lstrip(SPACE)
            if rest or not text.endswith("\n"):
                indent = len(text) - len(rest)
                shared = indent if shared is None else min(shared, indent)
                starts.append(index)
        line_start = text.endswith("\n")
    result = list(pieces)
    for index in starts:
        piece = result[index]
        if shared and isinstance(piece, Text):
            result[index] = replace(piece, value=piece.value[shared:])
    return result


@dataclass(slots=True)
class _Open:
    """A directive whose end was not seen yet; ``otherwise`` once there was an "else"."""

    directive: Directive
    then: list[TemplatePart] = field(default_factory=list)
    otherwise: list[TemplatePart] | None = None

    def closed(self) -> IfDirective | ForDirective:
        directive, then = self.directive, tuple(self.then)
        if directive.keyword == "if":
            otherwise = tuple(self.otherwise or ())
            return IfDirective(directive.expression, then, otherwise, directive.span)
        return ForDirective(
            directive.key_name, directive.value_name, directive.expression, then, directive.span
        )


def nested(pieces: Sequence[Piece]) -> tuple[TemplatePart, ...]:
    """Match directives with their ends and join neighbouring text; raise HclSyntaxError."""
    root: list[TemplatePart] = []
    stack: list[_Open] = []
    parts = root
    for piece in pieces:
        if isinstance(piece, Directive):
            stack.append(_Open(piece))
            parts = stack[-1].then
        elif isinstance(piece, DirectiveMark):
            kind = "for" if piece.keyword == "endfor" else "if"
            top = stack[-1] if stack else None
            again = piece.keyword == "else" and top and top.otherwise is not None
            if top is None or top.directive.keyword != kind or again:
                message = f'unexpected "{piece.keyword}": no "{kind}" is open here for it'
                raise HclSyntaxError(message, piece.span.line, piece.span.column)
            if piece.keyword == "else":
                parts = top.otherwise = []
            else:
                stack.pop()
                above = stack[-1] if stack else None
                if above is None:
                    parts = root
                else:
                    parts = above.then if above.otherwise is None else above.otherwise
                parts.append(top.closed())
        elif isinstance(piece, Text) and parts and isinstance(parts[-1], Text):
            parts[-1] = _joined(parts[-1], piece)
        elif not isinstance(piece, Text) or piece.value:
            parts.append(piece)
    if stack:
        opened = stack[-1].directive
        message = f'"{opened.keyword}" is never closed: "end{opened.keyword}" is missing'
        raise HclSyntaxError(message, opened.span.line, opened.span.column)
    return tuple(root)


def _joined(left: Text, right: Text) -> Text:
    span = left.span._replace(end=right.span.end, end_line=right.span.end_line)
    return Text(normalized(left.value + right.value), span)
