"""JSON text in Terraform files -> what it encodes, each part with its place in the file."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Final

from tfgen.hcl.tree import Span
from tfgen.program.values import UNKNOWN, UNKNOWN_PIECE, Data, Value

MAX_DEPTH: Final = 100
"""How deep objects and lists may nest; AWS knows no document that comes near it."""

_TOKEN = re.compile(
    r"""[ \t\r\n]*(?:
        (?P<string>"(?:[^"\\\x01-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+")
        | (?P<mark>[{}\[\],:])
        | (?P<unknown>\0+)
        | (?P<word>[^\s"{}\[\],:\0]+)
        | (?P<end>\Z)
    )""",
    re.VERBOSE,
)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WORDS: Final = {"true": True, "false": False, "null": None}
_LONGEST_INTEGER = 1000


def decode(value: Value) -> Value | None:
    """What a JSON text encodes; None when it is no JSON.

    The text may be known in part. An unknown piece that stands for a whole JSON value is that
    value, one within a string is a part of it. An object or list is unknown when an unknown piece
    may hold members of it. A key that is known in part is written as in :meth:`Value.pattern`.
    A value of which nothing is known is returned as it is.

    In a heredoc each place has its exact line; the column is 0 where it cannot be told from the
    text, from which ``<<-`` may have taken indentation. In a quoted string the place is the string,
    or the piece of it. Of a key that an object holds twice the last one counts.
    """
    if value.decoded is not None:
        return value.decoded
    if not value.is_known and not value.parts:
        return value
    source = _source(value)
    if source is None:
        return None
    try:
        return _Reader(source).document()
    except _NotJsonError:
        return None


class _NotJsonError(Exception):
    """The text is no JSON."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A text of pieces: where each starts, where the text has newlines.

    UNKNOWN_PIECE stands for each piece that is not known.
    """

    text: str
    pieces: tuple[Value, ...]
    starts: tuple[int, ...]
    newlines: tuple[int, ...]

    def index(self, offset: int) -> int:
        """The piece that the character at ``offset`` belongs to."""
        return bisect_right(self.starts, offset) - 1

    def end(self, index: int) -> int:
        """The offset behind a piece."""
        return self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)

    def place(self, offset: int) -> Value:
        """A null value that stands where the character at ``offset`` does."""
        index = self.index(offset)
        return Value(None, self.pieces[index].file, self._span(index, offset))

    def _span(self, index: int, offset: int) -> Span:
        """The place of the character at ``offset`` in a piece.

        A heredoc spans the line of its marker, those of its text and the closing one; a function
        may have cut the last newline. A text between sequences spans just its own lines; when it is
        as long as in the file, it has no escapes and kept its indentation. Where the lines of the
        text are not those of the file, the place is the whole.
        """
        span, start, end = self.pieces[index].span, self.starts[index], self.end(index)
        before, here, after = (bisect_left(self.newlines, at) for at in (start, offset, end))
        below, inside = span.end_line - span.line, after - before
        line, column = here - before, 0
        if below in (inside + 1, inside + 2):
            line += span.line + 1
        elif below == inside - (self.text[end - 1] == "\n"):
            line += span.line
            if span.end - span.start == end - start:
                in_first = here == before
                column = (
                    span.column + offset - start if in_first else offset - self.newlines[here - 1]
                )
            elif below == 0:
                column = span.column
        else:
            return span
        return span._replace(line=line, column=column, end_line=line)


def _source(value: Value) -> _Source | None:
    """The text of a value; None for a number, bool, list or map."""
    if value.is_known and not isinstance(value.data, str):
        return None
    pieces = tuple(part for part in value.parts if part.text != "")
    texts = [UNKNOWN_PIECE if part.text is None else part.text for part in pieces]
    if value.is_known and "".join(texts) != value.text:
        pieces, texts = (value,), [value.text or ""]
    text = "".join(texts)
    known = [part.text for part in pieces if part.text is not None]
    if any(UNKNOWN_PIECE in part for part in known) or not text:
        return None
    starts = [0]
    for part in texts[:-1]:
        starts.append(starts[-1] + len(part))
    newlines = tuple(found.start() for found in re.finditer("\n", text))
    return _Source(text, pieces, tuple(starts), newlines)


@dataclass(slots=True)
class _Reader:
    """One pass over a text; ``offset`` is behind the token read last."""

    source: _Source
    offset: int = 0

    def document(self) -> Value:
        value = self.value(0)
        self.expect("end")
        return value

    def token(self) -> re.Match[str]:
        """The next token, not stepped over."""
        found = _TOKEN.match(self.source.text, self.offset)
        if found is None:
            raise _NotJsonError
        return found

    def mark(self) -> str:
        """The next token when it is a bracket, comma or colon, else ""."""
        return self.token()["mark"] or ""

    def expect(self, kind: str) -> re.Match[str]:
        """Step over a token of a group of _TOKEN."""
        found = self.token()
        if found[kind] is None:
            raise _NotJsonError
        self.offset = found.end()
        return found

    def step(self, marks: str) -> str:
        """Step over one of these marks."""
        mark = self.expect("mark")["mark"]
        if mark not in marks:
            raise _NotJsonError
        return mark

    def value(self, depth: int) -> Value:
        if depth > MAX_DEPTH:
            raise _NotJsonError
        found = self.token()
        if found["string"] is not None:
            return self.string(self.expect("string"))
        start = found.start(found.lastgroup or 0)
        encoded = self.encoded(start)
        if encoded is not None:
            return encoded
        if found["word"] is not None:
            return self.word(self.expect("word"))
        if found["unknown"] is not None:
            return self.joined(self.source.place(start), start, self.expect("unknown").end())
        place = self.source.place(start)
        if self.step("{[") == "{":
            return replace(place, data=self.members(depth))
        return replace(place, data=self.items(depth))

    def encoded(self, start: int) -> Value | None:
        """What a piece that is the JSON of one value encodes, with its own places."""
        index = self.source.index(start)
        piece = self.source.pieces[index]
        if self.source.starts[index] != start:
            return None
        found = decode(piece) if piece.parts and not piece.is_known else piece.decoded
        if found is not None:
            self.offset = self.source.end(index)
        return found

    def members(self, depth: int) -> Data:
        """The members of an object up to its brace; UNKNOWN when some of them are."""
        members: dict[str, Value] = {}
        unknown = self.unknown_members()
        while self.mark() != "}":
            name = self.string(self.expect("string")).pattern()
            self.step(":")
            loose = self.at_unknown()
            value = self.value(depth + 1)
            if name is None or (UNKNOWN_PIECE in name and name in members):
                unknown = True
            else:
                members[name] = value
            unknown |= self.gap("}", loose)
            unknown |= self.unknown_members()
        self.step("}")
        return UNKNOWN if unknown else members

    def items(self, depth: int) -> Data:
        """The items of a list up to its bracket; UNKNOWN when some of them are."""
        items: list[Value] = []
        unknown = False
        while self.mark() != "]":
            loose = self.at_unknown()
            items.append(self.value(depth + 1))
            unknown |= self.gap("]", loose)
        self.step("]")
        return UNKNOWN if unknown else tuple(items)

    def gap(self, end: str, loose: bool) -> bool:
        """Step over what separates two members; whether it holds unknown pieces.

        With ``loose`` the value before is an unknown piece, which may hold the comma, too.
        """
        unknown = self.skip()
        comma = self.mark() == ","
        if comma:
            self.step(",")
        if self.mark() == end:
            if comma and not unknown:
                raise _NotJsonError
        elif not comma:
            if not unknown and not loose:
                raise _NotJsonError
            unknown = True
        return unknown

    def at_unknown(self) -> bool:
        """Whether an unknown piece comes next."""
        return self.token()["unknown"] is not None

    def skip(self) -> bool:
        """Step over unknown pieces; whether there were any."""
        found = self.at_unknown()
        if found:
            self.expect("unknown")
        return found

    def unknown_members(self) -> bool:
        """Step over unknown pieces where a key could stand; whether there were any."""
        found = self.skip()
        while found and self.mark() == ",":
            self.step(",")
            self.skip()
        return found

    def word(self, found: re.Match[str]) -> Value:
        """A number, bool or null."""
        text, place = found["word"], self.source.place(found.start("word"))
        if text in _WORDS:
            return replace(place, data=_WORDS[text])
        if _NUMBER.fullmatch(text) is None:
            raise _NotJsonError
        if len(text) < _LONGEST_INTEGER and text.removeprefix("-").isdigit():
            return replace(place, data=int(text))
        try:
            return replace(place, data=Decimal(text))
        except InvalidOperation:
            raise _NotJsonError from None

    def string(self, found: re.Match[str]) -> Value:
        start, end = found.span("string")
        place = self.source.place(start)
        if end - start == 2:
            return replace(place, data="")
        return self.joined(place, start + 1, end - 1)

    def joined(self, place: Value, start: int, end: int) -> Value:
        """The text from start to end: the one piece of it, or what its pieces make together."""
        indexes = range(self.source.index(start), self.source.index(end - 1) + 1)
        parts = tuple(self.part(index, start, end) for index in indexes)
        if len(parts) == 1:
            return parts[0]
        texts = [part.text for part in parts]
        known = "".join(text for text in texts if text is not None)
        return replace(place, data=UNKNOWN if None in texts else known, parts=parts)

    def part(self, index: int, start: int, end: int) -> Value:
        """What of a piece stands between start and end."""
        piece = self.source.pieces[index]
        if piece.text is None:
            return piece
        start = max(start, self.source.starts[index])
        raw = self.source.text[start : min(end, self.source.end(index))]
        text = _unescaped(raw)
        if text == piece.text:
            return replace(piece, data=text)
        return replace(self.source.place(start), data=text)


def _unescaped(raw: str) -> str:
    if "\\" not in raw:
        return raw
    return _SURROGATE.sub("\ufffd", str(json.loads(f'"{raw}"')))
