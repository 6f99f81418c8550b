"""Source lines as reports may show them: without the secrets that stand on them."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from tfgen.errors import Location
from tfgen.secret_words import SECRET_HINT

HIDDEN = "…"

Spans: TypeAlias = Sequence[tuple[int, int]]

# What closes a quote. Typographic quotes come from pasted text, and there, too, hide a secret.
_CLOSING = {'"': '"', "'": "'", "`": "`", "“": "”", "”": "”", "‘": "’", "’": "’"}
# A name that may stay visible: `name = `, `name="` or `"name": `. The line of a key in base64 may
# end in "=", hence the demand for something behind it.
_HEAD = re.compile(
    r'\s*(?:"[^"\\]*"\s*[=:]\s*(?=\S)|[^\W\d][\w.-]*(?:\s+=\s+(?=[^\s=])|\s*[=:]\s*(?=")))'
)
# What may stay visible between quoted texts: brackets, names of attributes and of functions.
_STRUCTURE = re.compile(r"""(?:[\s\[\]{}(),=:]|""|[^\W\d][\w.-]*\s*[=:(](?=[\s"\[{(]|$))*""")
# A secret told in passing, in a text that is about something else: "login with password=…".
_TOLD = re.compile(
    r"(?:pass\w*|pwd|secret|token|cred\w*|api_?key)\s*[=:]\s*[^\s\"'{$]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Sources:
    """The text of files by their path as shown, and what of it must not be shown.

    ``hidden`` holds (path, line) of the lines that carry secrets. ``unparsed`` holds the paths of
    files in which nobody can tell where the secrets are, since they do not parse.
    """

    texts: Mapping[str, str]
    hidden: Container[tuple[str, int]] = frozenset()
    unparsed: Container[str] = frozenset()


class Shown(NamedTuple):
    """A line as it may be shown, and the column in it (0 for unknown) of the place asked for."""

    text: str
    column: int


def shown_source(sources: Sources, where: Location) -> Shown | None:
    """The line at a place; None where the place has no line or the text is not at hand."""
    line = _line(sources, where)
    if line is None:
        return None
    spans: Spans = ()
    if (where.file, where.line) in sources.hidden:
        spans = _values(line)
    elif where.file in sources.unparsed:
        spans = _suspected(line)
    elif any(_TOLD.search(line, start, end) for start, end in _quoted(line)):
        spans = _values(line)
    return Shown(_masked(line, spans), _moved(where.column, spans))


def byte_offset(sources: Sources, where: Location) -> int:
    """The offset in bytes of a place in its file, 0 where the text is not at hand."""
    line = _line(sources, where)
    if line is None:
        return 0
    _, starts = _lines(sources.texts[where.file])
    return starts[where.line - 1] + size(line[: max(0, where.column - 1)])


def size(text: str) -> int:
    """The length of a text in bytes of UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


def _line(sources: Sources, where: Location) -> str | None:
    text = sources.texts.get(where.file)
    if text is None or not where.line:
        return None
    lines, _ = _lines(text)
    return lines[where.line - 1].removesuffix("\r") if where.line <= len(lines) else None


# Findings come sorted by file, so one file's lines are enough to remember.
@lru_cache(maxsize=1)
def _lines(text: str) -> tuple[list[str], list[int]]:
    """The lines of a text and the offset in bytes at which each of them begins."""
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + size(line) + 1)
    return lines, starts


def _masked(line: str, spans: Spans) -> str:
    pieces = []
    after = 0
    for start, end in spans:
        pieces += [line[after:start], HIDDEN]
        after = end
    return "".join(pieces) + line[after:]


def _moved(column: int, spans: Spans) -> int:
    """The column at which a masked line shows what stood at ``column``."""
    shift = 0
    for start, end in spans:
        if column - 1 < start:
            break
        if column - 1 < end:
            return start - shift + 1
        shift += end - start - len(HIDDEN)
    return column - shift


def _values(line: str) -> Spans:
    """What of a line that carries a secret is hidden."""
    head = _head(line)
    spans = _quoted(line)
    if spans and _STRUCTURE.fullmatch(_masked(line, spans)[head:].replace(HIDDEN, "")):
        return spans
    return _rest(line, head)


def _suspected(line: str) -> Spans:
    """What is hidden where nobody can tell: quoted texts, and all of it behind a telling word."""
    quoted = _quoted(line)
    return _values(line) if SECRET_HINT.search(_masked(line, quoted)) else quoted


def _quoted(line: str) -> Spans:
    """The texts inside quotes; everything behind the name where quotes do not pair up."""
    head = _head(line)
    spans = _pairs(line, head)
    if spans is None:
        return _rest(line, head)
    if len(spans) > 1 and ("${" in line or "%{" in line):
        # Quotes inside a template are not seen as such: hide from the first to the last one.
        return [(spans[0][0], spans[-1][1])]
    return [(start, end) for start, end in spans if start < end]


def _head(line: str) -> int:
    found = _HEAD.match(line)
    return found.end() if found else len(line) - len(line.lstrip())


def _rest(line: str, head: int) -> Spans:
    end = len(line.rstrip())
    return [(head, end)] if head < end else ()


def _pairs(line: str, at: int) -> list[tuple[int, int]] | None:
    """Where the text inside each pair of quotes stands, None where one is left open."""
    spans = []
    while at < len(line):
        closing = _CLOSING.get(line[at])
        if closing is None:
            at += 1
            continue
        end = at + 1
        while end < len(line) and line[end] != closing:
            end += 2 if line[end] == "\\" and closing == '"' else 1
        if end >= len(line):
            return None
        spans.append((at + 1, end))
        at = end + 1
    return spans
