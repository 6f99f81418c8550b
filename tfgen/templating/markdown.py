"""A Markdown skeleton with holes -> Markdown in which no value changes the structure.

A value is written as its place demands: escaped in prose and tables, as it is in code spans and
``text`` blocks, as part of one word in ``sh`` blocks (:mod:`tfgen.templating.shell`), as JSON in
``json`` and ``yaml`` blocks. What cannot be seen (line breaks, control and format characters)
stands nowhere, because people read these documents and paste from them.

Read are fenced blocks, code spans that end on their line, and tables whose rows start with ``|``.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

from tfgen.errors import Location, Problem, TfgenError
from tfgen.templating.fill import related
from tfgen.templating.holes import HOLE, HOLE_OPEN, Hole, described, scalar_text
from tfgen.templating.linemap import Marked
from tfgen.templating.misuse import MisuseError
from tfgen.templating.shell import shell_text

_FENCE = re.compile(r"[ \t]*(?P<fence>`{3,}|~{3,})[ \t]*(?P<language>[^\s`]*)[^`]*")
_SHELLS = frozenset({"bash", "sh"})
_DATA = frozenset({"json", "yaml"})
_TEXTS = frozenset({"", "text"})

_INLINE = re.compile(
    rf"""{HOLE.pattern}
      | (?P<escape>\\(?={HOLE_OPEN}))
      | \\[!-/:-@\[-`{{-~]
      | (?P<ticks>`+)(?P<code>[^`](?:.*?[^`])?)(?P=ticks)(?!`)
      | (?P<open>`)
      | .""",
    re.VERBOSE,
)
_SPECIAL = re.compile(r"[\\`*_\[\]<>()&|~$]")
_BLOCK_START = re.compile(r"[ \t]*(?:(?:[-*+>]|[0-9]{1,9}[.)])[ \t]+)*")
_BLOCK_MARK = re.compile(r"([0-9]*)([-+=.):#])")
_NOT_IN_CODE = re.compile(r"[`|]")
_QUOTE = re.compile(r'(?<!\\)(?:\\\\)*"')


def fill_markdown(marked: Marked, holes: Sequence[Hole]) -> str:
    """Fill the holes of a skeleton; blank lines outside code never double.

    Raises TfgenError with every value that cannot stand where it should, each at its template line.
    """
    writer = _Writer(marked, holes)
    lines = list(writer.lines())
    if writer.problems:
        raise TfgenError(dict.fromkeys(writer.problems))
    return "\n".join(lines).strip("\n") + "\n"


class _Writer:
    """Fills one document and collects what is wrong with it."""

    def __init__(self, marked: Marked, holes: Sequence[Hole]) -> None:
        self.source = marked.skeleton.split("\n")
        self.places = marked.lines
        self.holes = holes
        self.problems: list[Problem] = []

    def lines(self) -> Iterator[str]:
        numbered = iter(enumerate(self.source))
        was_blank = False
        for number, line in numbered:
            fence = _FENCE.fullmatch(line)
            if fence is None:
                text = self.guarded(number, line, _prose_line).rstrip()
                if text or not was_blank:
                    yield text
                was_blank = not text
                continue
            was_blank = False
            closing = re.compile(
                rf"[ \t]*{fence['fence'][0]}{{{len(fence['fence'])},}}[ \t]*"
            )
            end = next(
                (
                    index
                    for index in range(number + 1, len(self.source))
                    if closing.fullmatch(self.source[index])
                ),
                None,
            )
            if end is None:
                self.problem("the block of code is not closed", number)
                return
            body = list(islice(numbered, end - number))[:-1]
            yield line
            yield from self.block(number, fence["language"], [text for _, text in body], closing)
            yield self.source[end]

    def block(
        self, number: int, language: str, body: Sequence[str], closing: re.Pattern[str]
    ) -> Iterator[str]:
        """The lines of a fenced block, whose fence is on the line ``number`` (from 0)."""
        if HOLE_OPEN in self.source[number]:
            self.problem("a value cannot stand on the first line of a block of code", number)
            return
        if language in _SHELLS:
            lines = self.guarded(number, "\n".join(body), shell_text).split("\n") if body else []
        elif language in _DATA:
            lines = [self.guarded(number, line, _data_line) for line in body]
        elif language in _TEXTS or not any(HOLE_OPEN in line for line in body):
            lines = [self.guarded(number, line, _text_line) for line in body]
        else:
            place = next(index for index, line in enumerate(body, number + 1) if HOLE_OPEN in line)
            self.problem(
                f"a value cannot stand in a block of {language}",
                place,
                f"blocks that take values: {', '.join(sorted(_SHELLS | _DATA | _TEXTS - {''}))}",
            )
            return
        for index, line in enumerate(lines, number + 1):
            if closing.fullmatch(line):
                self.problem("the value would end the block of code", index)
        yield from lines

    def guarded(
        self, number: int, text: str, fill: Callable[[str, Callable[[int], Hole]], str]
    ) -> str:
        """Fill a text; what is misused becomes a problem at the hole, else at the line."""
        current: list[Hole] = []

        def hole(index: int) -> Hole:
            current[:] = [self.holes[index]]
            return current[0]

        try:
            return fill(text, hole)
        except MisuseError as error:
            # Holes before it were fine, so the one that is to blame is the next, if any is left.
            blamed = current[0] if current else None
            where = blamed.where if blamed else self.places[number]
            source = error.source or (blamed.source if blamed else None)
            via = blamed.via if blamed else None
            self.problems.append(Problem(error.message, where, error.hint, related(source, via)))
            return text

    def problem(self, message: str, number: int, hint: str = "") -> None:
        self.problems.append(Problem(message, self.places[number], hint))
