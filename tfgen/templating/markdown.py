"""A Markdown skeleton with holes -> Markdown in which no value changes the structure.

A value is written as its place demands: escaped in prose and tables, as it is in code spans and
``text`` blocks, as a part of one word in ``sh`` blocks (:mod:`tfgen.templating.shell`), as JSON in
``json`` and ``yaml`` blocks. What cannot be seen (line breaks, control and format characters)
stands nowhere, because people read these documents and paste from them.

Understood are fenced blocks, code spans that end on their line, and tables whose rows start with
``|``.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tfgen.errors import Problem, TfgenError
from tfgen.misuse import MisuseError
from tfgen.templating.fill import related
from tfgen.templating.holes import HOLE, HOLE_OPEN, Hole, described, scalar_text
from tfgen.templating.linemap import Marked
from tfgen.templating.shell import MisplacedError, shell_text

_FENCE = re.compile(r"[ \t]*(?P<fence>`{3,}|~{3,})[ \t]*(?P<language>[^\s`]*)[^`]*")
_SHELL = ("bash", "sh")
_DATA = ("json", "yaml")
_TEXT = ("", "text")

_INLINE = re.compile(
    rf"""(?P<hole>{HOLE.pattern})
      | (?P<escape>\\(?={HOLE_OPEN}))
      | \\[!-/:-@\[-`{{-~]
      | (?P<ticks>`+)(?P<code>[^`](?:.*?[^`])?)(?P=ticks)(?!`)
      | (?P<open>`+)
      | [^{HOLE_OPEN}]""",
    re.VERBOSE,
)
_SPECIAL = re.compile(r"[\\`*_\[\]<>()&|~$#]")
# What makes a line more than text when it stands first: headings, lists, rules.
_LINE_START = re.compile(r"[ \t]*(?:(?:[-*+>]|[0-9]{1,9}[.)])[ \t]+)*")
_BLOCK_MARK = re.compile(r" *([0-9]*)([-+=.]?)")
_QUOTE = re.compile(r'(?<!\\)(?:\\\\)*"')
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def fill_markdown(marked: Marked, holes: Sequence[Hole]) -> str:
    """Fill the holes of a skeleton; outside code, runs of blank lines become one.

    Raises TfgenError with a problem for each line or block where a value cannot stand.
    """
    writer = _Writer(marked, holes)
    lines = list(writer.lines())
    if writer.problems:
        raise TfgenError(dict.fromkeys(writer.problems))
    return "\n".join(lines).strip("\n") + "\n"


@dataclass(frozen=True, slots=True)
class _Writer:
    """Fills one document and collects what is wrong with it; lines are counted from 0."""

    marked: Marked
    holes: Sequence[Hole]
    problems: list[Problem] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        source = self.marked.skeleton.split("\n")
        number = 0
        was_blank = False
        while number < len(source):
            fence = _FENCE.fullmatch(source[number])
            if fence is None:
                line = self.filled(number, source[number], self.prose).rstrip()
                if line or not was_blank:
                    yield line
                was_blank = not line
                number += 1
                continue
            closing = re.compile(rf"[ \t]*{fence['fence'][0]}{{{len(fence['fence'])},}}[ \t]*")
            rest = range(number + 1, len(source))
            end = next((index for index in rest if closing.fullmatch(source[index])), None)
            if end is None:
                self.problem("the block of code is not closed", number)
                return
            yield source[number]
            yield from self.block(number, fence["language"], source[number + 1 : end], closing)
            yield source[end]
            was_blank = False
            number = end + 1

    def block(
        self, number: int, language: str, body: Sequence[str], closing: re.Pattern[str]
    ) -> Iterator[str]:
        """The lines of a fenced block whose fence is line ``number``."""
        has_holes = [index for index, line in enumerate(body) if HOLE_OPEN in line]
        if HOLE_OPEN in language:
            self.problem("a value cannot name the language of a block of code", number)
            return
        if language in _SHELL:
            text = "\n".join(body)
            lines = self.filled(number, text, lambda block: shell_text(block, self.text))
            filled = lines.split("\n")
        elif language in _DATA:
            filled = [self.filled(number, line, self.data) for line in body]
        elif language in _TEXT:
            filled = [self.filled(number, line, self.plain) for line in body]
        elif not has_holes:
            filled = list(body)
        else:
            takes = ", ".join(sorted(filter(None, _SHELL + _DATA + _TEXT)))
            self.problem(
                f"a value cannot stand in a block of {language}",
                number + 1 + has_holes[0],
                f"blocks that take values: {takes}",
            )
            return
        for index in has_holes:
            if closing.fullmatch(filled[index]):
                self.problem("the value would end the block of code", number + 1 + index)
        yield from filled[: len(body)]

    # What fills one text: each takes the skeleton and raises MisplacedError.

    def prose(self, line: str) -> str:
        start = _LINE_START.match(line)
        first = start.end() if start else 0
        is_row = line.lstrip().startswith("|")
        parts: list[str] = []
        for token in _INLINE.finditer(line):
            if token["hole"]:
                text = _SPECIAL.sub(r"\\\g<0>", self.text(int(token[2])))
                parts.append(_as_words(text) if token.start() == first else text)
            elif token["escape"]:
                raise MisplacedError(
                    "a value cannot follow a backslash directly",
                    hole=int(HOLE.search(line, token.end())[1]),  # type: ignore[index]
                )
            elif token["open"] and HOLE_OPEN in line:
                raise MisplacedError("a code span must end on the line it starts on")
            elif token["code"] and HOLE_OPEN in token["code"]:
                parts.append(self.code_span(token["ticks"], token["code"], is_row))
            else:
                parts.append(token[0])
        return "".join(parts)

    def code_span(self, ticks: str, code: str, is_row: bool) -> str:
        """A code span; as HTML where a value has what cannot stand in one."""
        text = self.plain(code)
        values = [self.text(int(number)) for number in HOLE.findall(code)]
        if any("`" in value or ("|" in value and is_row) for value in values):
            inner = re.sub(r"[^\w ]|_", lambda found: f"&#{ord(found[0])};", text)
            return f"<code>{inner}</code>"
        return f"{ticks}{text}{ticks}"

    def data(self, line: str) -> str:
        """A line of JSON: a value is a JSON value, or inside a string a part of it."""
        parts: list[str] = []
        position = 0
        for token in HOLE.finditer(line):
            number = int(token[1])
            inside = len(_QUOTE.findall(line, 0, token.start())) % 2 == 1
            value: object = self.text(number) if inside else self.holes[number].value
            try:
                text = json.dumps(value, ensure_ascii=False, allow_nan=False)
            except (TypeError, ValueError) as error:
                raise MisplacedError(f"not a JSON value: {error}", hole=number) from None
            self.check_seen(text, number)
            parts += (line[position : token.start()], text[1:-1] if inside else text)
            position = token.end()
        return "".join((*parts, line[position:]))

    def plain(self, line: str) -> str:
        return HOLE.sub(lambda token: self.text(int(token[1])), line)

    def text(self, number: int) -> str:
        """The value of a hole as text."""
        value = self.holes[number].value
        if value is None or isinstance(value, (Mapping, list, tuple)):
            raise MisplacedError(
                f"{described(value)} cannot stand in a text",
                'write a list as {{ values | join(", ") }}' if isinstance(value, list) else "",
                number,
            )
        try:
            text = scalar_text(value)
        except MisuseError as error:
            raise MisplacedError(error.message, error.hint, number) from None
        self.check_seen(text, number)
        return text

    def check_seen(self, text: str, number: int) -> None:
        for character in text:
            if character in "\n\r":
                raise MisplacedError("a line break cannot stand in a document", hole=number)
            if unicodedata.category(character) in _UNSEEN:
                raise MisplacedError(
                    f"the character U+{ord(character):04X} cannot be seen and so cannot stand in a "
                    "document",
                    hole=number,
                )

    def filled(self, number: int, text: str, fill: Callable[[str], str]) -> str:
        """Fill a text that starts on a line; what is misplaced becomes a problem."""
        try:
            return fill(text)
        except MisplacedError as error:
            if error.hole is None:
                self.problem(error.message, number, error.hint)
            else:
                hole = self.holes[error.hole]
                places = related(hole.source, hole.via)
                self.problems.append(Problem(error.message, hole.where, error.hint, places))
            return text

    def problem(self, message: str, number: int, hint: str = "") -> None:
        self.problems.append(Problem(message, self.marked.lines[number], hint))


def _as_words(text: str) -> str:
    """A text that stands first on its line, so that Markdown takes it for words."""
    return _BLOCK_MARK.sub(
        lambda found: f"{found[1]}\\{found[2]}" if found[2] else found[1], text, 1
    )
