"""The canonical layout of HCL: byte for byte what ``terraform fmt`` writes.

First the few rewrites that change tokens (labels quoted, ``"${x}"`` unwrapped, types of Terraform
0.11 spelled anew), then spaces: indentation by net brackets per line, one or no space between
tokens, and ``=`` and trailing comments aligned over neighbouring lines.

Three things ``terraform fmt`` does are left out, since they change or break the code: it drops or
respells quoted labels with escapes or a ``$``, unwraps values that need their quotes to span lines,
and takes several runs where values are wrapped more than once. Blanks at the end of a file that
ends without a newline go, too.
"""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from tfgen.hcl.parser import Parser, parse
from tfgen.hcl.scanner import HclSyntaxError, Token, scan
from tfgen.hcl.skeleton_key import key_of
from tfgen.hcl.tree import Body

_BRACKETS = {
    "{": 1,
    "[": 1,
    "(": 1,
    "interpolation_open": 1,
    "directive_open": 1,
    "}": -1,
    "]": -1,
    ")": -1,
    "template_close": -1,
}
_TEXT_BEFORE = frozenset(("quote_open", "quoted_text", "heredoc_open", "heredoc_text"))
_TEXT_AFTER = frozenset(("quote_close", "quoted_text", "heredoc_close", "heredoc_text"))
_SEQUENCE_OPEN = frozenset(("interpolation_open", "directive_open"))
_OUTSIDE_QUOTES = frozenset(("interpolation_open", "template_close", "quoted_text"))
# A minus after one of these, or at the start of a line, is a sign and no operator.
_BEFORE_SIGN = frozenset(
    ["", *"({[=:,?+*/%-!", "==", "!=", ">", ">=", "<", "<=", "&&", "||"],
)
_COLLECTIONS = frozenset(("list", "map", "set"))


@dataclass(frozen=True, slots=True)
class Laid:
    """A text that is laid out, the key of its skeleton, and its tree before that.

    ``starts`` are the offsets of the tokens in the text as it was, in order; ``moved`` are those
    of the same tokens in ``text``.
    """

    text: str
    key: str
    body: Body
    starts: Sequence[int]
    moved: Sequence[int]


def layout(text: str) -> str:
    """Lay out a whole file as ``terraform fmt`` does; raise HclSyntaxError if it does not parse."""
    return laid_out(text).text


def laid_out(text: str, scanned: Sequence[Token] = ()) -> Laid:
    """As :func:`layout`, with where everything went; ``scanned`` are its tokens, if known."""
    scanned = scanned or scan(text)
    body = Parser(scanned).file()
    tokens = _rewritten(scanned[:-1], body)
    symbols = [_symbol(token) for token in tokens]
    lines = list(_lines(symbols))
    spaces = _spacing(symbols, lines)
    _indent(symbols, lines, spaces)
    _align(tokens, lines, spaces)
    parts: list[str] = []
    moved: list[int] = []
    length = 0
    for token, space in zip(tokens, spaces, strict=True):
        moved.append(length + space)
        parts.append(" " * space + token.text)
        length += space + len(token.text)
    key = key_of(tokens, map(bool, spaces))
    return Laid("".join(parts), key, body, [token.start for token in tokens], moved)


# Rewrites


def _rewritten(tokens: Sequence[Token], body: Body) -> list[Token]:
    """The tokens after the rewrites of ``terraform fmt``."""
    starts = [token.start for token in tokens]
    result = list(tokens)
    # Backwards, so that indexes before a change stay right.
    changes = sorted(_changes(tokens, starts, body, ()), key=lambda change: -change[0])
    for first, last, replacement in changes:
        result[first:last] = replacement
    return result


def _changes(
    tokens: Sequence[Token], starts: Sequence[int], body: Body, above: tuple[str, ...]
) -> Iterator[tuple[int, int, list[Token]]]:
    """Index ranges of tokens and what replaces them; ``above`` are the types of blocks around."""
    for attribute in body.attributes:
        span = attribute.expression.span
        first = bisect_left(starts, span.start)
        last = bisect_left(starts, span.end)
        old = list(tokens[first:last])
        is_type = above == ("variable",) and attribute.name == "type"
        ends_line = last < len(tokens) and tokens[last].kind == "newline"
        new = _type_expression(old) if is_type else _unwrapped(old, ends_line)
        if new != old:
            yield first, last, new
    for block in body.blocks:
        if block.labels:
            first = bisect_left(starts, block.header.start) + 1
            last = bisect_left(starts, block.header.end)
            yield first, last, list(_labels(tokens[first:last]))
        yield from _changes(tokens, starts, block.body, (*above, block.type))


def _labels(tokens: Sequence[Token]) -> Iterator[Token]:
    """Labels in quotes, without comments between them."""
    for token in tokens:
        if token.kind == "identifier":
            yield token._replace(kind="quote_open", text='"')
            yield token._replace(kind="quoted_text")
            yield token._replace(kind="quote_close", text='"')
        elif token.kind != "comment":
            yield token


def _unwrapped(tokens: list[Token], ends_line: bool) -> list[Token]:
    """A value that is only ``"${expression}"`` without its quotes, however often it is wrapped."""
    while len(tokens) >= 5:
        kinds = [token.kind for token in (*tokens[:2], *tokens[-2:])]
        if kinds != ["quote_open", "interpolation_open", "template_close", "quote_close"]:
            break
        inside = tokens[2:-2]
        if not _is_one_expression(inside):
            break
        while inside[0].kind == "newline":
            inside = inside[1:]
        while inside[-1].kind == "newline":
            inside = inside[:-1]
        in_parentheses = inside[0].text == "(" and inside[-1].text == ")"
        if not in_parentheses and any(token.kind == "newline" for token in inside):
            opened = tokens[0]._replace(kind="operator", text="(")
            closed = tokens[-1]._replace(kind="operator", text=")")
            inside = [opened, *inside, closed]
        if not _can_stand_bare(inside, ends_line):
            break
        tokens = inside
    return tokens


def _can_stand_bare(tokens: Sequence[Token], ends_line: bool) -> bool:
    """Whether a value that spans lines still is one without its quotes."""
    if all("\n" not in token.text for token in tokens):
        return True
    if tokens[-1].kind in ("heredoc_close", "comment") and not ends_line:
        return False
    try:
        parse(f"x = {' '.join(token.text for token in tokens)}\n")
    except HclSyntaxError:
        return False
    return True


def _is_one_expression(inside: Sequence[Token]) -> bool:
    """Whether it stands alone, with no text or other sequence next to it."""
    quotes = 0
    for token in inside:
        if token.kind == "quote_open":
            quotes += 1
        elif token.kind == "quote_close":
            quotes -= 1
        elif quotes <= 0 and token.kind in _OUTSIDE_QUOTES:
            return False
    return True


def _type_expression(tokens: list[Token]) -> list[Token]:
    """The type of a variable, with an element type where one is missing."""
    token = tokens[0]
    if len(tokens) == 1 and token.kind == "identifier" and token.text in _COLLECTIONS:
        return _collection(token, token.text, "any")
    if len(tokens) == 3 and token.kind == "quote_open":
        legacy = tokens[1].text
        if legacy == "string":
            return [token._replace(kind="identifier", text="string")]
        if legacy in ("list", "map"):
            return _collection(token, legacy, "string")
    return tokens


def _collection(like: Token, name: str, element: str) -> list[Token]:
    return [
        like._replace(kind="identifier", text=name),
        like._replace(kind="operator", text="("),
        like._replace(kind="identifier", text=element),
        like._replace(kind="operator", text=")"),
    ]


# Spaces


@dataclass(slots=True)
class _Line:
    """Where the cells of a line start, as indexes of tokens.

    The lead comes first, from ``assign`` an assignment, from ``comment`` a comment at the end. A
    cell that is not there starts where the next one does.
    """

    start: int
    assign: int
    comment: int
    end: int


def _symbol(token: Token) -> str:
    """What spacing depends on: an operator's text, "in", or the token's kind."""
    if token.kind == "operator" or (token.kind == "identifier" and token.text == "in"):
        return token.text
    if token.kind == "comment" and token.text.endswith("\n"):
        return "line_comment"
    return token.kind


def _lines(symbols: Sequence[str]) -> Iterator[_Line]:
    start = 0
    for index, symbol in enumerate(symbols):
        if symbol in ("newline", "line_comment"):
            yield _line(symbols, start, index + 1)
            start = index + 1
    if start < len(symbols):
        yield _line(symbols, start, len(symbols))


def _line(symbols: Sequence[str], start: int, end: int) -> _Line:
    comment = end
    if end - start > 1 and symbols[end - 1] in ("line_comment", "comment"):
        comment = end - 1
    assign = comment
    for index in range(start + 1, comment):
        if symbols[index] == "=":
            # An assignment that leaves brackets open is not aligned.
            if _net_brackets(symbols, index, comment) == 0:
                assign = index
            break
    return _Line(start, assign, comment, end)


def _net_brackets(symbols: Sequence[str], start: int, end: int) -> int:
    return sum(_BRACKETS.get(symbol, 0) for symbol in symbols[start:end])


def _spacing(symbols: Sequence[str], lines: Sequence[_Line]) -> list[int]:
    """Spaces before each token within its cell of a line; none before the first."""
    spaces = [0] * len(symbols)
    for line in lines:
        for start, end in ((line.start, line.assign), (line.assign, line.comment)):
            before = ""
            for index in range(start + 1, end):
                symbol = symbols[index - 1]
                context = before if symbol in ("-", "in") else ""
                spaces[index] = _space_after(symbol, context, symbols[index])
                before = symbol
    return spaces


@functools.cache
def _space_after(symbol: str, before: str, after: str) -> int:
    """Spaces between two tokens; ``before``, the symbol before them, for "-" and "in" only."""
    if after == "newline":
        return 0
    if after == "(" and symbol in ("identifier", "in"):
        return 0
    if "." in (symbol, after) or "::" in (symbol, after) or after in (",", "..."):
        return 0
    if symbol == ",":
        return 1
    if symbol in _TEXT_BEFORE or after in _TEXT_AFTER:
        return 0
    if symbol == "in" and before in ("identifier", "in"):
        return 1
    if after == "[" and (symbol in ("identifier", "in", "number") or _BRACKETS.get(symbol, 0) < 0):
        return 0
    if symbol == "!":
        return 0
    if symbol == "-":
        return int(before not in _BEFORE_SIGN)
    if symbol == "{" or after == "}":
        return int(symbol != "{" or after != "}")
    if (symbol in _SEQUENCE_OPEN and after == "{") or (symbol == "}" and after == "template_close"):
        return 1
    if symbol == "template_close" and after in _SEQUENCE_OPEN:
        return 0
    return int(_BRACKETS.get(symbol, 0) <= 0 and _BRACKETS.get(after, 0) >= 0)


def _indent(symbols: Sequence[str], lines: Sequence[_Line], spaces: list[int]) -> None:
    """Two spaces per line that opened more brackets than it closed, until these are closed."""
    opened: list[int] = []
    for line in lines:
        if symbols[line.start] == "newline":
            continue
        lead = symbols[line.start : line.assign]
        # What a heredoc's sequences open and close in the lead does not count.
        counted = lead.index("heredoc_open") if "heredoc_open" in lead else len(lead)
        net = _net_brackets(symbols, line.start, line.start + counted)
        net += _net_brackets(symbols, line.assign, line.comment)
        closed = max(-net, 0)
        while closed and opened:
            taken = min(closed, opened[-1])
            closed -= taken
            opened[-1] -= taken
            if not opened[-1]:
                opened.pop()
        spaces[line.start] = 2 * len(opened)
        if net > 0:
            opened.append(net)


def _align(tokens: Sequence[Token], lines: Sequence[_Line], spaces: list[int]) -> None:
    """Align "=" over neighbouring lines that assign, then comments over those that have one."""
    assigns = [(line.start, line.assign, line.assign < line.comment) for line in lines]
    _align_cells(tokens, spaces, assigns)
    comments = [(line.start, line.comment, line.comment < line.end) for line in lines]
    _align_cells(tokens, spaces, comments)


def _align_cells(
    tokens: Sequence[Token], spaces: list[int], cells: Sequence[tuple[int, int, bool]]
) -> None:
    """A cell is given by the index where its line starts, its own, and whether it exists."""
    for exists, group in groupby(cells, key=lambda cell: cell[2]):
        if not exists:
            continue
        widths = [
            (index, sum(spaces[at] + _width(tokens[at].text) for at in range(start, index)))
            for start, index, _ in group
        ]
        widest = max(width for _, width in widths)
        for index, width in widths:
            spaces[index] = widest - width + 1


def _width(text: str) -> int:
    """Columns as Terraform counts them: grapheme clusters."""
    if text.isascii() and "\r\n" not in text:
        return len(text)
    import regex

    return len(regex.findall(r"\X", text))
