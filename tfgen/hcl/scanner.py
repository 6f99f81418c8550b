"""Text -> tokens of the HCL native syntax, as strictly as HashiCorp's scanner.

A file is scanned in three modes that nest: plain code, the inside of a quoted string, and the
inside of a heredoc; ``${`` and ``%{`` switch from the latter two back to code. Runs of text are
taken by one compiled expression each, never character by character.

Templates are scanned before their values are known: a ``hole`` pattern then stands for a value.
A hole must start with a character that HCL allows nowhere outside strings and comments (tfgen
uses private-use characters), and no hole may be empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal[
    "identifier",
    "number",
    "operator",
    "newline",
    "comment",
    "quote_open",
    "quote_close",
    "quoted_text",
    "heredoc_open",
    "heredoc_close",
    "heredoc_text",
    "interpolation_open",
    "directive_open",
    "template_close",
    "hole",
    "end",
]

SPACE = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""What Go's unicode.IsSpace accepts: HCL trims these around heredoc markers and at ``~``."""


class Token(NamedTuple):
    """One token: its exact text, offset of its first character, line and column from 1.

    ``heredoc_open`` ends with its newline, a ``#`` or ``//`` comment too, ``heredoc_text`` holds at
    most one line, and ``heredoc_close`` has the blanks around its marker.
    """

    kind: Kind
    text: str
    start: int
    line: int
    column: int

    @property
    def end(self) -> int:
        """Offset of the first character after the token."""
        return self.start + len(self.text)


class HclSyntaxError(Exception):
    """The text is not valid HCL; callers who know the file turn this into a TfgenError."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(f"{line}:{column}: {message}")
        self.message = message
        self.line = line
        self.column = column


# The order of the groups is their index below. An identifier that touches a non-ASCII character
# comes under the last, as all else that is unusual, and goes through _identifier_end instead.
_CODE_FORM = r"""[ \t]*+(?:
      ([A-Za-z_][A-Za-z0-9_-]*+)(?![^\x00-\x7f])
    | ([\[\](),?+*%-]|=[=>]?|\.(?:\.\.)?|<(?:=|(?!<))|[>!]=?|::?|&&|\|\||/(?![/*]))
    | (\r?\n)
    | ([0-9](?:(?:[0-9.]|[eE][+-]?[0-9])*(?:[0-9]|[eE][+-]?[0-9]))?)
    | (")
    | (\{)
    | (~?\})
    | ((?:\#|//)[^\n]*+\n?|/\*(?s:.*?)\*/)
    | (<<-?(?:[^\W\d]|_)[\w-]*+\r?\n)
    | ([^ \t])
    )"""
_CODE = re.compile(_CODE_FORM, re.VERBOSE)
# Where no hole can stand, most strings are taken at once: those without escapes and sequences.
_CODE_WITH_STRINGS = re.compile(_CODE_FORM.replace('(")', r'("(?:[^"\\$%\r\n]++")?+)'), re.VERBOSE)
(
    _IDENTIFIER,
    _OPERATOR,
    _NEWLINE,
    _NUMBER,
    _QUOTE,
    _BRACE_OPEN,
    _BRACE_CLOSE,
    _COMMENT,
    _HEREDOC,
    _UNUSUAL,
) = range(1, 11)
# The kind of what is a token as it stands, by index.
_SIMPLE: list[Kind | Literal[""]] = [""] * (_UNUSUAL + 1)
_SIMPLE[_IDENTIFIER], _SIMPLE[_OPERATOR] = "identifier", "operator"

_NUMBER_FORM = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?\Z")

# "$" and "%" are text unless a single one stands before "{"; two or more before "{" escape it.
_SIGNS = r"\$\$+\{?|%%+\{?|\$(?!\{)|%(?!\{)"
_ESCAPE = (
    r"\\(?:[nrt\"\\]"
    r"|u(?![dD][89a-fA-F])[0-9a-fA-F]{4}"
    r"|U(?!0000[dD][89a-fA-F])00(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4})"
)
_QUOTED = re.compile(rf"(?:[^\"\\$%\r\n]++|{_ESCAPE}|{_SIGNS})++")
_HEREDOC_LINE = re.compile(rf"(?:[^$%\n]++|{_SIGNS})++\n?|\n")
_SEQUENCE = re.compile(r"[$%]\{~?")
_BAD_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{0,4}|U[0-9a-fA-F]{0,8}|.)?")


@dataclass(slots=True)
class _Frame:
    """One open mode: ``code`` counts braces, ``heredoc`` knows its marker."""

    mode: Literal["code", "quoted", "heredoc"]
    opened: Token | None = None
    braces: int = 0
    marker: str = ""
    line_start: bool = True


# A token is made some 20,000 times for an environment; this is the quickest way.
_new = tuple.__new__


class _Scanner:
    """The state of one scan; each mode method runs until the mode changes or the text ends."""

    __slots__ = ("frames", "hole", "line", "line_start", "next_hole", "position", "text", "tokens")

    def __init__(self, text: str, hole: re.Pattern[str] | None) -> None:
        self.text = text
        self.hole = hole
        self.next_hole = -1 if hole else len(text)
        self.position = self.line_start = 1 if text.startswith("\ufeff") else 0
        self.line = 1
        self.tokens: list[Token] = []
        self.frames = [_Frame("code")]

    def run(self) -> list[Token]:
        modes = {"code": self.code, "quoted": self.quoted, "heredoc": self.heredoc}
        while self.position < len(self.text):
            frame = self.frames[-1]
            modes[frame.mode](frame)
        opened = self.frames[-1].opened
        if opened is not None:
            message = {
                "quote_open": "unterminated string: the closing quote is missing",
                "heredoc_open": "unterminated heredoc: no line holds only its marker",
            }.get(opened.kind, f'unterminated template sequence: "{opened.text}" is never closed')
            raise HclSyntaxError(message, opened.line, opened.column)
        self.emit("end", len(self.text))
        return self.tokens

    def error(self, message: str) -> HclSyntaxError:
        return HclSyntaxError(message, self.line, self.position - self.line_start + 1)

    def emit(self, kind: Kind, end: int) -> Token:
        start = self.position
        text = self.text[start:end]
        token = Token(kind, text, start, self.line, start - self.line_start + 1)
        self.tokens.append(token)
        self.position = end
        lines = text.count("\n")
        if lines:
            self.line += lines
            self.line_start = start + text.rindex("\n") + 1
        return token

    def code(self, frame: _Frame) -> None:
        text, append = self.text, self.tokens.append
        pattern = _CODE if self.hole else _CODE_WITH_STRINGS
        line, line_start = self.line, self.line_start
        for found in pattern.finditer(text, self.position):
            index = found.lastindex or 0
            start, end = found.span(index)
            kind = _SIMPLE[index]
            if kind:
                append(_new(Token, (kind, text[start:end], start, line, start - line_start + 1)))
            elif index == _NEWLINE:
                column = start - line_start + 1
                append(_new(Token, ("newline", text[start:end], start, line, column)))
                line += 1
                line_start = end
            elif index == _QUOTE and end - start > 1:
                column = start - line_start + 1
                inner = text[start + 1 : end - 1]
                append(_new(Token, ("quote_open", '"', start, line, column)))
                append(_new(Token, ("quoted_text", inner, start + 1, line, column + 1)))
                column += end - start - 1
                append(_new(Token, ("quote_close", '"', end - 1, line, column)))
            elif index == _BRACE_OPEN:
                append(_new(Token, ("operator", "{", start, line, start - line_start + 1)))
                frame.braces += 1
            else:
                self.position, self.line, self.line_start = start, line, line_start
                if not self.mark(frame, index, end):
                    return
                line, line_start = self.line, self.line_start
        self.position, self.line, self.line_start = len(text), line, line_start

    def mark(self, frame: _Frame, index: int, end: int) -> bool:
        """Take what is more than a word or sign; False where another search must go on from it."""
        if index == _COMMENT:
            self.emit("comment", end)
            return True
        if index == _NUMBER:
            if not _NUMBER_FORM.match(self.text, self.position, end):
                raise self.error(f"invalid number {self.text[self.position : end]}")
            self.emit("number", end)
            return True
        if index == _BRACE_CLOSE and not (frame.opened is not None and frame.braces == 0):
            if end - self.position == 2:
                raise self.error("invalid character '~'")
            frame.braces -= 1
            self.emit("operator", end)
            return True
        if index == _QUOTE:
            self.frames.append(_Frame("quoted", self.emit("quote_open", end)))
        elif index == _HEREDOC:
            self.open_heredoc(end)
        elif index == _BRACE_CLOSE:
            self.emit("template_close", end)
            self.frames.pop()
        else:
            self.unusual()
        return False

    def unusual(self) -> None:
        """Take what the code expression does not know, if it is anything."""
        text, position = self.text, self.position
        character = text[position]
        if self.hole and (found := self.hole.match(text, position)):
            self.emit("hole", found.end())
        elif character.isidentifier():
            self.emit("identifier", _identifier_end(text, position))
        elif text.startswith("<<", position):
            raise self.error(
                "invalid heredoc introducer: expected << or <<-, a marker, and the end of the line"
            )
        elif text.startswith("/*", position):
            raise self.error("unterminated comment: */ is missing")
        elif character == "\r":
            raise self.error("carriage return without a newline")
        else:
            raise self.error(f"invalid character {character!r}")

    def open_heredoc(self, end: int) -> None:
        opened = self.emit("heredoc_open", end)
        marker = opened.text[2:].lstrip("-").rstrip("\r\n")
        if not _is_identifier(marker):
            raise HclSyntaxError(f"invalid heredoc marker {marker!r}", opened.line, opened.column)
        self.frames.append(_Frame("heredoc", opened, marker=marker))

    def sequence_or_hole(self) -> bool:
        """Take ``${``, ``%{`` or a hole where text of a string or heredoc stops."""
        found = _SEQUENCE.match(self.text, self.position)
        if found:
            kind: Kind = "interpolation_open" if found[0][0] == "$" else "directive_open"
            self.frames.append(_Frame("code", self.emit(kind, found.end())))
            return True
        if self.hole and (hole := self.hole.match(self.text, self.position)):
            self.emit("hole", hole.end())
            return True
        return False

    def text_limit(self) -> int:
        """The offset where literal text must stop: the next hole, or the end of the text."""
        if self.hole and self.next_hole < self.position:
            found = self.hole.search(self.text, self.position)
            self.next_hole = found.start() if found else len(self.text)
        return self.next_hole

    def quoted(self, _: _Frame) -> None:
        text = self.text
        found = _QUOTED.match(text, self.position, self.text_limit())
        if found:
            self.emit("quoted_text", found.end())
            if self.position == len(text):
                return
        character = text[self.position]
        if character == '"':
            self.emit("quote_close", self.position + 1)
            self.frames.pop()
        elif not self.sequence_or_hole():
            if character in "\r\n":
                raise self.error("newline in a quoted string: close the quote, or use a heredoc")
            if bad := _BAD_ESCAPE.match(text, self.position):
                raise self.error(f"invalid escape sequence {bad[0]}")

    def heredoc(self, frame: _Frame) -> None:
        text = self.text
        if frame.line_start:
            end = text.find("\n", self.position)
            line = text[self.position : max(end, 0)]
            if line.strip(SPACE) == frame.marker:
                self.emit("heredoc_close", end - line.endswith("\r"))
                self.frames.pop()
                return
        found = _HEREDOC_LINE.match(text, self.position, self.text_limit())
        if found:
            frame.line_start = found[0].endswith("\n")
            self.emit("heredoc_text", found.end())
        else:
            frame.line_start = False
            self.sequence_or_hole()


def _identifier_end(text: str, start: int) -> int:
    end = start + 1
    while end < len(text) and (text[end] == "-" or ("a" + text[end]).isidentifier()):
        end += 1
    return end


def _is_identifier(text: str) -> bool:
    return text[:1].isidentifier() and _identifier_end(text, 0) == len(text)


def scan(text: str, hole: re.Pattern[str] | None = None) -> list[Token]:
    """Split ``text`` into tokens, the last of kind ``end``; raise HclSyntaxError.

    Blanks between tokens are no tokens. A byte order mark at the start is skipped, as Terraform
    does. With ``hole``, every match outside comments is a token of its own.
    """
    return _Scanner(text, hole).run()
