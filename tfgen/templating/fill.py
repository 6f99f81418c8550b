"""Skeleton and values -> HCL text: every value in the form its place demands.

The skeleton, the template's output with holes in place of values, is scanned and parsed once
however many environments share it; what came of that is a :class:`Plan`. Filling a plan writes
each value as a literal, a name, or text escaped for the string, heredoc or comment it stands in,
then proves the result: scanned again, it must have exactly the skeleton's tokens outside the
values, and inside strings and heredocs a value must have added text only.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from tfgen.errors import Location, Problem, TfgenError
from tfgen.hcl.literals import (
    Expr,
    HclValueError,
    comment_text,
    heredoc_text,
    identifier,
    literal,
    object_key,
    quoted_text,
)
from tfgen.hcl.parser import parse_expression
from tfgen.hcl.scanner import SPACE, HclSyntaxError, Token, scan
from tfgen.hcl.skeleton import HolePlace, parse_skeleton
from tfgen.hcl.tree import (
    Binary,
    Block,
    Body,
    Conditional,
    Reference,
    Unary,
    attributes,
    walk,
)
from tfgen.misuse import MisuseError
from tfgen.templating.holes import HOLE, HOLE_OPEN, Hole, Name, described, scalar_text
from tfgen.templating.located import LocatedMap, location_of

_TEXT_KINDS = frozenset({"quoted_text", "heredoc_text", "comment", "end"})
_OPENERS = frozenset("([{")
_CLOSERS = frozenset(")]}")
_QUOTE_HINT = "put quotes around the whole text"
_SEQUENCE_FAULT = "would form a template sequence together with the text around it"


@dataclass(frozen=True, slots=True)
class Slot:
    """A hole in a skeleton: its place, and which value goes there.

    ``touches`` is the character after the hole, ``preceded`` the last before it that is no blank;
    ``in_text`` says that the hole is code inside a string or heredoc, where a value must stay on
    one line.
    """

    place: HolePlace
    value: int
    touches: str
    preceded: str
    in_text: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What is known of a skeleton before its values are.

    ``blanks`` are the ranges of superfluous blank lines, to be left out. ``tokens`` are those that
    the filled text must have as they are. ``bare_words`` are the offsets of words that would be
    references although values are part of them, ``declared`` those of words that declare an
    attribute or a block, which may stand once only. ``types_vary`` says that the type of a variable
    is a value, which the layout may respell. ``is_empty``: there is nothing but blank lines.
    """

    skeleton: str
    slots: tuple[Slot, ...]
    blanks: tuple[tuple[int, int], ...]
    tokens: tuple[Token, ...]
    bare_words: frozenset[int]
    declared: frozenset[int]
    types_vary: bool
    is_empty: bool


@dataclass(frozen=True, slots=True)
class Filled:
    """HCL text; for each of its lines the skeleton's line (both from 0), and the YAML behind it.

    ``values`` are the ranges of the values in the text, in the order of the plan's slots;
    ``tokens`` those of the text, where the proof has scanned it.
    """

    text: str
    lines: tuple[int, ...]
    sources: dict[int, Location]
    values: tuple[tuple[int, int], ...] = ()
    tokens: tuple[Token, ...] = ()

    def after(self, text: str) -> Filled:
        """The same lines for another layout of the text, which may have joined some."""
        if text.count("\n") == self.text.count("\n"):
            return replace(self, text=text)
        origins = list(_origins(self.text, text))
        sources: dict[int, Location] = {}
        for line, (origin, following) in enumerate(pairwise((*origins, len(self.lines)))):
            found = [self.sources[one] for one in range(origin, following) if one in self.sources]
            if found:
                sources[line] = found[0]
        return Filled(text, tuple(self.lines[origin] for origin in origins), sources)

    def skeleton_line(self, line: int) -> int:
        """The line of the skeleton that a line of the text came from; both from 1."""
        return self.lines[min(line, len(self.lines)) - 1] + 1


def _origins(before: str, after: str) -> Iterator[int]:
    """For every line of a text the line of an earlier text that it was, or that stood there."""
    old = ["".join(line.split()) for line in before.split("\n")]
    new = ["".join(line.split()) for line in after.split("\n")]
    for _, first, last, start, end in SequenceMatcher(None, old, new, False).get_opcodes():
        for offset in range(end - start):
            yield min(first + offset, max(first, last - 1), len(old) - 1)


@lru_cache(maxsize=512)
def plan(skeleton: str) -> Plan:
    """Scan and parse a skeleton; raise HclSyntaxError where it is not valid HCL."""
    parsed = parse_skeleton(skeleton, HOLE)
    tokens = parsed.tokens
    code = _code_in_text(tokens)
    slots = tuple(
        Slot(
            place,
            int(skeleton[place.start + 1 : place.end - 1]),
            skeleton[place.end : place.end + 1],
            _preceding(skeleton, place.start),
            inside,
        )
        for place, inside in zip(parsed.holes, _inside(parsed.holes, code), strict=True)
    )
    blanks = tuple(_superfluous_blanks(tokens))
    words = {
        (slot.place.whole_start, slot.place.whole_end)
        for slot in slots
        if slot.place.role in {"name", "label", "comment"}
    }
    return Plan(
        skeleton,
        slots,
        blanks,
        tuple(_fixed_tokens(tokens, blanks, words)),
        frozenset(_bare_words(parsed.body)),
        frozenset(_declared(parsed.body)),
        any(_type_varies(block, skeleton) for block in parsed.body.blocks_of("variable")),
        all(token.kind in {"newline", "end"} for token in tokens),
    )


def _preceding(skeleton: str, start: int) -> str:
    while start and skeleton[start - 1] in " \t":
        start -= 1
    return skeleton[start - 1 : start]


def _code_in_text(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """The ranges of ``${ }`` and ``%{ }`` sequences, outermost only."""
    ranges: list[tuple[int, int]] = []
    depth = start = 0
    for token in tokens:
        if token.kind in {"interpolation_open", "directive_open"}:
            if not depth:
                start = token.start
            depth += 1
        elif token.kind == "template_close":
            depth -= 1
            if not depth:
                ranges.append((start, token.end))
    return ranges


def _inside(places: Sequence[HolePlace], ranges: Sequence[tuple[int, int]]) -> Iterator[bool]:
    starts = [start for start, _ in ranges]
    for place in places:
        index = bisect_right(starts, place.start) - 1
        yield index >= 0 and place.start < ranges[index][1]


def _superfluous_blanks(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Blank lines after the first of a run, after an opening bracket, before a closing one, and at
    the ends of the file. Lines of heredocs and block comments are no newline tokens."""
    index = 0
    while index < len(tokens):
        if not _is_blank(tokens, index):
            index += 1
            continue
        first = index
        while _is_blank(tokens, index):
            index += 1
        after = tokens[index]
        start = tokens[first - 1].end if first else tokens[first].start
        if not first:
            start = 0
        edge = (
            first == 0
            or after.kind in {"end", "template_close"}
            or (after.kind == "operator" and after.text in _CLOSERS)
            or _opens(tokens, first - 1)
        )
        if not edge:
            start = tokens[first].end
        if start < tokens[index - 1].end:
            yield start, tokens[index - 1].end


def _is_blank(tokens: Sequence[Token], index: int) -> bool:
    return tokens[index].kind == "newline" and (index == 0 or _ends_line(tokens[index - 1]))


def _ends_line(token: Token) -> bool:
    return token.kind in {"newline", "comment"} and token.text.endswith("\n")


def _opens(tokens: Sequence[Token], index: int) -> bool:
    """Whether the line that ends with token ``index`` ends in an opening bracket."""
    if index == 0:
        return False
    before = tokens[index - 1]
    same_line = before.line == tokens[index].line
    bracket = before.kind == "operator" and before.text in _OPENERS
    return same_line and (bracket or before.kind in {"interpolation_open", "directive_open"})


def _fixed_tokens(
    tokens: Sequence[Token], blanks: Sequence[tuple[int, int]], words: set[tuple[int, int]]
) -> Iterator[Token]:
    starts = sorted(start for start, _ in words)
    ends = dict(words)
    dropped = [start for start, _ in blanks]
    for token in tokens:
        if token.kind in _TEXT_KINDS and token.kind != "comment":
            continue
        index = bisect_right(starts, token.start) - 1
        if token.kind == "hole" or (index >= 0 and token.start < ends[starts[index]]):
            continue
        if token.kind == "newline":
            index = bisect_right(dropped, token.start) - 1
            if index >= 0 and token.start < blanks[index][1]:
                continue
        yield token


def _bare_words(body: Body) -> Iterator[int]:
    """Where a name made of values stands as a whole operand: almost always a forgotten quote."""
    for attribute in attributes(body):
        for node in walk(attribute.expression):
            if isinstance(node, Reference) and HOLE_OPEN in node.name and not node.steps:
                yield node.span.start


def _declared(body: Body) -> Iterator[int]:
    """Where the name of an attribute or the type of a block is made of values."""
    for attribute in body.attributes:
        if HOLE_OPEN in attribute.name:
            yield attribute.name_span.start
    for block in body.blocks:
        if HOLE_OPEN in block.type:
            yield block.header.start
        yield from _declared(block.body)


def _type_varies(variable: Block, skeleton: str) -> bool:
    attribute = variable.body.attribute("type")
    return (
        attribute is not None and HOLE_OPEN in skeleton[attribute.span.start : attribute.span.end]
    )


def fill(plan: Plan, holes: Sequence[Hole]) -> Filled:
    """Write the values into the skeleton; a TfgenError names every value that cannot stand there.

    What only the names make wrong (an attribute set twice) is left for the layout's parser to find.
    """
    writer = _Writer(plan, holes)
    filled = writer.run()
    if writer.problems:
        raise TfgenError(writer.problems)
    return replace(filled, tokens=writer.prove(filled.text))


class _Writer:
    """One pass over the slots of a plan."""

    def __init__(self, plan: Plan, holes: Sequence[Hole]) -> None:
        self.plan = plan
        self.holes = holes
        self.problems: list[Problem] = []
        self.written: list[str] = [""] * len(plan.slots)
        # Filled ranges as (offset in the text, end, is text), and (skeleton offset, shift) pairs.
        self.ranges: list[tuple[int, int, bool]] = []
        self.shifts: list[tuple[int, int]] = [(0, 0)]

    def run(self) -> Filled:
        slots = self.plan.slots
        for index in range(len(slots)):
            self.attempt(index)
        if not self.problems:
            self.check_wholes()
        return self.assemble()

    def attempt(self, index: int) -> None:
        hole = self.holes[self.plan.slots[index].value]
        try:
            self.written[index] = self.text(index, hole.value)
        except MisuseError as fault:
            self.problems.append(problem(fault, hole))
        except HclValueError as error:
            self.problems.append(problem(MisuseError(str(error)), hole))

    def text(self, index: int, value: object) -> str:
        slot = self.plan.slots[index]
        match slot.place.role:
            case "expression":
                return self.expression(slot, value)
            case "reference":
                if not isinstance(value, (Expr, Name)):
                    raise MisuseError(
                        f"a value cannot be followed by {slot.touches!r}",
                        "use | ident for a name or | expr for an expression",
                    )
                return self.expression(slot, value)
            case "key":
                return _key(value)
            case "quoted":
                before, after = self.neighbours(index)
                return quoted_text(_inner_text(value), before, after)
            case "heredoc":
                before, after = self.neighbours(index)
                return heredoc_text(_inner_text(value), before, after)
            case "comment":
                return _comment(_inner_text(value), block=self.is_block(slot.place))
            case "name" | "label":
                return scalar_text(value)

    def expression(self, slot: Slot, value: object) -> str:
        if isinstance(value, Expr):
            text = str(value)
            if slot.place.operand and not _is_term(text):
                return f"({text})"
        elif isinstance(value, Name):
            text = str(value)
        else:
            text = literal(value)
            if slot.in_text and "\n" in text:
                text = _one_line(value)
            if slot.preceded == "-" and text.startswith("-"):
                return f"({text})"
        if slot.touches == "-" and isinstance(value, str) and not isinstance(value, (Expr, Name)):
            raise MisuseError("a string cannot be followed by a minus sign", _QUOTE_HINT)
        # A minus sign that touches would become part of a name.
        return f"{text} " if slot.touches == "-" else text

    def is_block(self, place: HolePlace) -> bool:
        return self.plan.skeleton.startswith("/*", place.whole_start)

    def neighbours(self, index: int) -> tuple[str, str]:
        """The characters that touch a value in its string or heredoc, empty values skipped."""
        slots, skeleton = self.plan.slots, self.plan.skeleton
        place = slots[index].place
        before, position = "", index
        while not before:
            start = slots[position].place.start
            touching = (
                position > 0
                and slots[position - 1].place.end == start
                and slots[position - 1].place.role == place.role
            )
            if not touching:
                before = skeleton[start - 1]
                break
            position -= 1
            before = self.written[position][-1:]
        after, position = "", index
        while not after:
            end = slots[position].place.end
            touching = (
                position + 1 < len(slots)
                and slots[position + 1].place.start == end
                and slots[position + 1].place.role == place.role
            )
            if not touching:
                after = skeleton[end : end + 1]
                break
            position += 1
            after = _peek(self.holes[slots[position].value].value)
        value = _peek(self.holes[slots[index].value].value)
        if not value and before in "$%" and after in (before, "{"):
            raise MisuseError(f"an empty value {_SEQUENCE_FAULT}")
        # "$" before "${" would escape it as well as "$" before "{" would start one.
        return before, "{" if after in ("$", "%") else after

    def check_wholes(self) -> None:
        """Check what several holes and the text between them make together."""
        slots = self.plan.slots
        index = 0
        while index < len(slots):
            place = slots[index].place
            last = index
            while (
                last + 1 < len(slots)
                and slots[last + 1].place.whole_start == place.whole_start
                and slots[last + 1].place.role == place.role
            ):
                last += 1
            if place.role in {"name", "label", "comment", "heredoc"}:
                hole = self.holes[slots[last].value]
                try:
                    self.check_whole(index, last)
                except (MisuseError, HclValueError) as error:
                    fault = error if isinstance(error, MisuseError) else MisuseError(str(error))
                    self.problems.append(problem(fault, hole))
            index = last + 1

    def check_whole(self, first: int, last: int) -> None:
        place = self.plan.slots[first].place
        if place.role == "heredoc":
            self.check_heredoc(first, last)
            return
        text = self.slice(place.whole_start, place.whole_end, first, last)
        if place.role == "label":
            identifier(text[1:-1])
        elif place.role == "name":
            identifier(text)
            if place.whole_start in self.plan.bare_words:
                raise MisuseError(f"{text} would be read as a name here", _QUOTE_HINT)
        elif self.is_block(place) and text.find("*/", 2) != len(text) - 2:
            raise MisuseError('"*/" cannot stand in a block comment')

    def slice(self, start: int, end: int, first: int, last: int) -> str:
        """The skeleton from ``start`` to ``end`` with the slots ``first`` to ``last`` written."""
        parts: list[str] = []
        for index in range(first, last + 1):
            place = self.plan.slots[index].place
            parts += (self.plan.skeleton[start : place.start], self.written[index])
            start = place.end
        return "".join((*parts, self.plan.skeleton[start:end]))

    def check_heredoc(self, first: int, last: int) -> None:
        """Refuse a line that values turn into the end marker, or into other indentation."""
        skeleton, slots = self.plan.skeleton, self.plan.slots
        whole = slots[first].place
        opening = skeleton[whole.whole_start : skeleton.index("\n", whole.whole_start)].rstrip("\r")
        indented = opening.startswith("<<-")
        marker = opening[2:].lstrip("-")
        index = first
        while index <= last:
            start = skeleton.rindex("\n", 0, slots[index].place.start) + 1
            end = skeleton.index("\n", start)
            final = index
            while final < last and slots[final + 1].place.start < end:
                final += 1
            line = self.slice(start, end, index, final)
            if line.strip(SPACE) == marker:
                raise MisuseError(
                    f"the line would be {marker}, which ends the heredoc", "use a quoted string"
                )
            lead = skeleton[start : slots[index].place.start]
            if indented and not lead.strip(SPACE):
                rest = self.slice(slots[index].place.start, end, index, final)
                if not rest.strip(SPACE) or rest[0] in SPACE:
                    raise MisuseError(
                        "a value that is empty or starts with white space changes the indentation "
                        "of a <<- heredoc",
                        "use << or a quoted string",
                    )
            index = final + 1

    def assemble(self) -> Filled:
        """Put skeleton and values together, and follow the lines."""
        plan = self.plan
        edits: list[tuple[int, int, int]] = [
            (slot.place.start, slot.place.end, index) for index, slot in enumerate(plan.slots)
        ]
        edits += ((start, end, -1) for start, end in plan.blanks)
        edits.sort()
        parts: list[str] = []
        lines: list[int] = [0]
        sources: dict[int, Location] = {}
        position = length = line = 0
        for start, end, index in edits:
            kept = plan.skeleton[position:start]
            parts.append(kept)
            length += len(kept)
            for _ in range(kept.count("\n")):
                line += 1
                lines.append(line)
            if index < 0:
                line += plan.skeleton.count("\n", start, end)
                lines[-1] = line
            else:
                text = self.written[index]
                hole = self.holes[plan.slots[index].value]
                parts.append(text)
                self.ranges.append(
                    (length, length + len(text), plan.slots[index].place.role in _TEXT_ROLES)
                )
                length += len(text)
                _add_sources(hole, text, len(lines) - 1, sources)
                lines += [line] * text.count("\n")
            position = end
            self.shifts.append((position, length - position))
        rest = plan.skeleton[position:]
        parts.append(rest)
        for _ in range(rest.count("\n")):
            line += 1
            lines.append(line)
        values = tuple((start, end) for start, end, _ in self.ranges)
        return Filled("".join(parts), tuple(lines), sources, values)

    def prove(self, text: str) -> tuple[Token, ...]:
        """Scan the filled text and compare it with the skeleton; a difference is our own fault."""
        if not self.plan.slots:
            return ()
        offsets = [offset for offset, _ in self.shifts]

        def moved(offset: int) -> int:
            return offset + self.shifts[bisect_right(offsets, offset) - 1][1]

        skeleton_words = {
            moved(slot.place.whole_start): moved(slot.place.whole_end)
            for slot in self.plan.slots
            if slot.place.role in {"name", "label", "comment"}
        }
        word_starts = sorted(skeleton_words)
        starts = [start for start, _, _ in self.ranges]
        found: list[tuple[str, int, str]] = []
        depths = [0] * len(self.ranges)
        try:
            tokens = scan(text)
        except HclSyntaxError:
            raise self.broken(0) from None
        for token in tokens:
            index = bisect_right(starts, token.start) - 1
            if index >= 0 and token.start < self.ranges[index][1]:
                if self.ranges[index][2]:
                    if token.kind not in _TEXT_KINDS:
                        raise self.broken(index)
                    continue
                # A value in code opens what it closes, and ends no line outside of that.
                if token.kind == "operator":
                    depths[index] += (token.text in _OPENERS) - (token.text in _CLOSERS)
                if depths[index] < 0 or (token.kind == "newline" and not depths[index]):
                    raise self.broken(index)
                continue
            if token.kind in _TEXT_KINDS and token.kind != "comment":
                continue
            index = bisect_right(word_starts, token.start) - 1
            if index >= 0 and token.start < skeleton_words[word_starts[index]]:
                continue
            found.append((token.kind, token.start, token.text))
        expected = [(token.kind, moved(token.start), token.text) for token in self.plan.tokens]
        if found != expected:
            raise self.broken(0)
        return tuple(tokens)

    def broken(self, index: int) -> TfgenError:
        hole = self.holes[self.plan.slots[index].value]
        return TfgenError(
            problem(MisuseError("a value would change the structure of the file"), hole)
        )


_TEXT_ROLES = frozenset({"quoted", "heredoc"})


def problem(fault: MisuseError, hole: Hole) -> Problem:
    """What is wrong with the value of a hole, where the template puts it and where it is from."""
    return Problem(
        fault.message, hole.where, fault.hint, related(fault.source or hole.source, hole.via)
    )


def related(source: Location | None, via: Location | None) -> tuple[tuple[str, Location], ...]:
    """The other places of a problem in a template: the YAML of the value, the caller of a macro."""
    pairs = (("value from", source), ("called from", via))
    return tuple((label, place) for label, place in pairs if place is not None)


def _inner_text(value: object) -> str:
    if isinstance(value, Expr):
        raise MisuseError(
            "an expression cannot stand inside a text", "write it as ${ {{ … | expr }} }"
        )
    return scalar_text(value)


def _peek(value: object) -> str:
    """The first character that a value will put into a text; nothing for what will be refused."""
    if value is None or isinstance(value, (list, dict, tuple)):
        return ""
    return unicodedata.normalize("NFC", str(value)[:1])


def _key(value: object) -> str:
    if isinstance(value, Expr):
        return f"({value})"
    if isinstance(value, Name):
        return str(value)
    if value is None or isinstance(value, (dict, list)):
        raise MisuseError(f"{described(value)} cannot be the key of a map")
    return object_key(scalar_text(value))


def _comment(text: str, *, block: bool) -> str:
    comment_text(text)
    for character in text:
        if unicodedata.category(character)[0] == "C" and character != "\t":
            raise MisuseError(f"the character U+{ord(character):04X} cannot stand in a comment")
    if block and "*/" in text:
        raise MisuseError('"*/" cannot stand in a block comment')
    return text


def _is_term(text: str) -> bool:
    """Whether an expression keeps its meaning whatever operator or step stands beside it."""
    return not isinstance(parse_expression(text), (Binary, Conditional, Unary))


def _one_line(value: object) -> str:
    """A literal on one line, for places where a newline ends a string."""
    if isinstance(value, dict):
        items = (f"{object_key(key)} = {_one_line(item)}" for key, item in value.items())
        return f"{{ {', '.join(items)} }}" if value else "{}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_one_line, value))}]"
    return literal(value)


def _add_sources(hole: Hole, text: str, line: int, sources: dict[int, Location]) -> None:
    """Note the YAML behind a value; a literal of several lines has its own for each."""
    if hole.source is not None:
        sources.setdefault(line, hole.source)
    if "\n" in text:
        for offset, location in _literal_sources(hole.value):
            sources.setdefault(line + offset, location)


def _literal_sources(value: object) -> Iterator[tuple[int, Location]]:
    """The line of every item in a literal that spans lines, counted from its first."""
    offset = 1
    if isinstance(value, dict):
        places = value.places if isinstance(value, LocatedMap) else {}
        for key, item in value.items():
            location = location_of(item) or places.get(key)
            if location is not None:
                yield offset, location
            text = literal(item)
            if "\n" in text:
                yield from ((offset + inner, place) for inner, place in _literal_sources(item))
            offset += text.count("\n") + 1
    elif isinstance(value, (list, tuple)):
        for item in value:
            location = location_of(item)
            if location is not None:
                yield offset, location
            text = literal(item)
            if "\n" in text:
                yield from ((offset + inner, place) for inner, place in _literal_sources(item))
            offset += text.count("\n") + 1
