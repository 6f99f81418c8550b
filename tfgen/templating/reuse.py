"""What environments share of a rendered file: everything but its values.

Filling a skeleton, proving the result and laying it out takes milliseconds; most values are plain
text, numbers and names, for which it comes out the same whatever they are. So it is done once for
the first file of a shape, and the files after it are the pieces of that one with their own values
between them. A shape is the skeleton and all that the layout, the parser or python-hcl2 could see
of the values: their kinds, the words that declare something, widths where columns depend on them.

What is not plain (a quote, a ``$``, a line break, text beyond ASCII) has no shape here: such a
file takes the long way, :mod:`tfgen.templating.fill` and :mod:`tfgen.hcl.layout`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tfgen.hcl.layout import Laid, laid_out
from tfgen.hcl.literals import Expr, literal, object_key
from tfgen.hcl.skeleton_key import KEYWORDS, PLAIN_TEXT
from tfgen.hcl.tree import Body
from tfgen.templating.fill import Plan, Slot
from tfgen.templating.holes import HOLE_CLOSE, Hole, Name
from tfgen.templating.located import LocatedStr
from tfgen.templating.modules import sources_of

_is_plain = re.compile(rf"[{PLAIN_TEXT}]+").fullmatch
_is_name = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*").fullmatch
_QUOTE = '"'
_JOINING = f"$%{HOLE_CLOSE}"
_ALIGNED = re.compile(r"=|#|//|/\*")
_MOST = 2**63
"""Whole numbers from here on are left to those who know how Terraform rounds them."""
_OPTIONS = 64
"""Shapes that are kept of one skeleton; a skeleton with more has values that no two files share."""

Written = tuple[str, str]
"""A value's text, and what its shape says of it."""
Writer = Callable[[object], "Written | None"]
"""A value -> what is written for it; None where it is not plain."""


@dataclass(frozen=True, slots=True)
class Variant:
    """The file of one shape: the text before, between and after its values.

    ``key`` is that of its skeleton. ``margins`` are the blanks that begin the further lines of a
    value, by its number. ``sources`` are the sources of its module calls, each as its texts and, by
    number, its values.
    """

    pieces: tuple[str, ...]
    key: str
    margins: dict[int, str]
    sources: tuple[tuple[str | int, ...], ...]


@dataclass(frozen=True, slots=True)
class Reused:
    """A file made of what was learnt before: its parts in order, and what they are variants of."""

    variant: Variant
    parts: tuple[str, ...]

    def sources(self) -> tuple[str, ...]:
        """The sources of the module calls in the file."""
        return tuple(
            "".join(part if isinstance(part, str) else self.parts[2 * part + 1] for part in source)
            for source in self.variant.sources
        )


class Place(NamedTuple):
    """What matters of a slot: the number of its value, what stands there, and how.

    ``sort`` is quoted, expression, key, name, declaration or comment. ``alone``: what stands before
    it in its quotes could not join what stands after. ``ends_line``: an expression that may take
    several lines. ``operand``: one that may need parentheses. ``aligned``: columns to its right
    depend on its width.
    """

    value: int
    sort: str
    alone: bool = False
    ends_line: bool = False
    operand: bool = False
    aligned: bool = False


class Word(NamedTuple):
    """A name that values are part of: the text between them, and their slots."""

    texts: tuple[str, ...]
    slots: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """The slots of a skeleton, the names they are part of, and its variants by values' looks."""

    places: tuple[Place, ...]
    words: tuple[Word, ...]
    variants: dict[tuple[str, ...], Variant | None] = field(default_factory=dict)
    writers: tuple[tuple[int, Writer], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        writers = tuple((place.value, _writer(place)) for place in self.places)
        object.__setattr__(self, "writers", writers)


def shape_of(plan: Plan) -> Shape | None:
    """What is to be known of a skeleton before values are; None where nothing can be reused."""
    if plan.types_vary or plan.is_empty:
        return None
    places = [_place(plan, slot) for slot in plan.slots]
    known = [place for place in places if place is not None]
    return Shape(tuple(known), tuple(_words(plan))) if len(known) == len(places) else None


def write(shape: Shape, holes: Sequence[Hole]) -> tuple[tuple[str, ...], list[str]] | None:
    """What values look like together, the key of a variant, and the text of each.

    None where one of them is not plain.
    """
    looks: list[str] = []
    texts: list[str] = []
    for number, writer in shape.writers:
        written = writer(holes[number].value)
        if written is None:
            return None
        text, look = written
        texts.append(text)
        looks.append(look)
    for word in shape.words:
        parts = [word.texts[0]]
        for text, slot in zip(word.texts[1:], word.slots, strict=True):
            parts += (texts[slot], text)
        whole = "".join(parts)
        if not _is_name(whole) or whole in KEYWORDS:
            return None
    return tuple(looks), texts


def reuse(variant: Variant, texts: Sequence[str]) -> Reused:
    """A file of a known shape with other values."""
    parts: list[str] = [variant.pieces[0]]
    for text, piece in zip(texts, variant.pieces[1:], strict=True):
        parts += (text, piece)
    for number, margin in variant.margins.items():
        parts[2 * number + 1] = _indented(texts[number], margin)
    return Reused(variant, tuple(parts))


def learn(
    shape: Shape,
    looks: tuple[str, ...],
    texts: Sequence[str],
    values: Sequence[tuple[int, int]],
    laid: Laid,
    filled: str,
) -> None:
    """Note how a file of a new shape came out, which was filled and laid out the long way.

    ``values`` are the ranges of the values in ``filled``, the text before it was laid out.
    """
    if len(shape.variants) >= _OPTIONS:
        shape.variants.clear()
    shape.variants[looks] = _variant(texts, values, laid, filled)


# How the values of a place are written


def _place(plan: Plan, slot: Slot) -> Place | None:
    place, value = slot.place, slot.value
    line_end = plan.skeleton.find("\n", place.end)
    rest = plan.skeleton[place.end : line_end if line_end >= 0 else None]
    aligned = bool(_ALIGNED.search(rest))
    match place.role:
        case "quoted":
            alone = plan.skeleton[place.start - 1] not in _JOINING
            return Place(value, "quoted", alone=alone, aligned=aligned)
        case "expression" if slot.touches != "-" and slot.preceded != "-":
            ends_line = not rest and slot.preceded == "=" and not slot.in_text
            return Place(
                value, "expression", ends_line=ends_line, operand=place.operand, aligned=aligned
            )
        case "key":
            return Place(value, "key", aligned=aligned)
        case "name" if place.whole_start not in plan.bare_words:
            sort = "declaration" if place.whole_start in plan.declared else "name"
            return Place(value, sort, aligned=aligned)
        case "label":
            return Place(value, "name", aligned=aligned)
        case "comment" if not plan.skeleton.startswith("/*", place.whole_start):
            return Place(value, "comment")
    return None


def _writer(place: Place) -> Writer:
    match place.sort:
        case "quoted":
            writer = _quoted(place.alone)
        case "expression":
            writer = _expression(place.ends_line, place.operand)
        case "key":
            writer = _key
        case "name":
            writer = _name
        case "declaration":
            writer = _declaration
        case _:
            writer = _plain_text
    return _with_width(writer) if place.aligned else writer


def _with_width(writer: Writer) -> Writer:
    """For places that columns to their right depend on."""

    def write_wide(value: object) -> Written | None:
        written = writer(value)
        return written and (written[0], f"{written[1]}:{len(written[0])}")

    return write_wide


def _plain_text(value: object) -> Written | None:
    if type(value) is LocatedStr:
        return (value, "") if _is_plain(value) else None
    if isinstance(value, str):
        return (value, "") if _is_plain(value) and not isinstance(value, Expr) else None
    text = _scalar(value)
    return text and (text[0], "")


def _quoted(alone: bool) -> Writer:
    """Text in quotes; ``alone`` when what stands before it could not join what stands after."""

    def write_quoted(value: object) -> Written | None:
        if value == "" and alone and isinstance(value, str):
            return "", "e"
        return _plain_text(value)

    return write_quoted


def _name(value: object) -> Written | None:
    written = _plain_text(value)
    return written and (written[0], str(len(written[0])))


def _declaration(value: object) -> Written | None:
    written = _plain_text(value)
    return written and (written[0], written[0])


def _key(value: object) -> Written | None:
    if isinstance(value, Expr) or not isinstance(value, str) or not _is_plain(value):
        return None
    text = str(value) if isinstance(value, Name) else object_key(value)
    if text in KEYWORDS:
        return None
    return text, f"{'q' if text.startswith(_QUOTE) else 'k'}{len(text)}"


def _expression(ends_line: bool, operand: bool) -> Writer:
    def write_expression(value: object) -> Written | None:
        written = _item(value)
        if written is not None:
            return written
        if isinstance(value, (list, tuple)):
            items = [_item(item) for item in value]
            if None in items:
                return None
            text = literal(value)
            return (
                None if "\n" in text else (text, f"[{''.join(item[1] for item in items if item)}")
            )
        if isinstance(value, dict) and ends_line:
            return _map(value)
        # An expression may be anything, so that only the same one has the same shape.
        if isinstance(value, Expr) and not operand and "\n" not in value:
            return str(value), f"x{value}"
        return None

    return write_expression


def _item(value: object) -> Written | None:
    """A text, a number, a boolean, null or a name that stands for itself."""
    if isinstance(value, str):
        if isinstance(value, Expr):
            return None
        if isinstance(value, Name):
            return None if value in KEYWORDS else (str(value), "i")
        if _is_plain(value):
            return f'"{value}"', "s"
        return None if value else ('""', "e")
    if value is None:
        return "null", "null"
    return _scalar(value)


def _scalar(value: object) -> Written | None:
    if isinstance(value, bool):
        return ("true", "true") if value else ("false", "false")
    if isinstance(value, int) and 0 <= value < _MOST:
        return int.__repr__(value), "n"
    return None


def _map(value: dict[object, object]) -> Written | None:
    keys = [_key(key) for key in value]
    items = [_item(item) for item in value.values()]
    if not value or None in keys or None in items:
        return None
    first, *lines = laid_out(f"x = {literal(value)}\n").text.removesuffix("\n").split("\n")
    looks = [f"{key[1][0]}{item[1]}" for key, item in zip(keys, items, strict=True) if key and item]
    return "\n".join((first.removeprefix("x = "), *lines)), f"{{{','.join(looks)}"


def _indented(text: str, margin: str) -> str:
    return text.replace("\n", f"\n{margin}")


def _words(plan: Plan) -> Iterable[Word]:
    """The names and labels that values are part of."""
    index = 0
    while index < len(plan.slots):
        place = plan.slots[index].place
        last = index
        while (
            last + 1 < len(plan.slots)
            and plan.slots[last + 1].place.whole_start == place.whole_start
        ):
            last += 1
        if place.role in ("name", "label"):
            quotes = place.role == "label"
            texts, position = [], place.whole_start + quotes
            for slot in plan.slots[index : last + 1]:
                texts.append(plan.skeleton[position : slot.place.start])
                position = slot.place.end
            texts.append(plan.skeleton[position : place.whole_end - quotes])
            yield Word(tuple(texts), tuple(range(index, last + 1)))
        index = last + 1


# What comes out


def _variant(
    texts: Sequence[str], values: Sequence[tuple[int, int]], laid: Laid, filled: str
) -> Variant | None:
    """The pieces around the values; None where one did not come out as it was written."""
    pieces: list[str] = []
    margins: dict[int, str] = {}
    position = 0
    for number, (text, (start, _)) in enumerate(zip(texts, values, strict=True)):
        index = bisect_right(laid.starts, start) - 1
        begin = laid.moved[index] + start - laid.starts[index]
        written = text
        if "\n" in text:
            line = laid.text.rfind("\n", 0, begin) + 1
            margins[number] = " " * (len(laid.text[line:]) - len(laid.text[line:].lstrip(" ")))
            written = _indented(text, margins[number])
        if begin < position or not laid.text.startswith(written, begin):
            return None
        pieces.append(laid.text[position:begin])
        position = begin + len(written)
    pieces.append(laid.text[position:])
    sources = tuple(_sources(laid.body, values, filled))
    found = [
        "".join(part if isinstance(part, str) else texts[part] for part in one) for one in sources
    ]
    if found != [source for source, _ in sources_of(laid.body)]:
        return None
    return Variant(tuple(pieces), laid.key, margins, sources)


def _sources(
    body: Body, values: Sequence[tuple[int, int]], filled: str
) -> Iterable[tuple[str | int, ...]]:
    for _, span in sources_of(body):
        parts: list[str | int] = []
        position = span.start + 1
        for number, (start, end) in enumerate(values):
            if span.start < start < span.end:
                parts += (filled[position:start], number)
                position = end
        yield (*parts, filled[position : span.end - 1])


# Shapes as text


def to_json(shape: Shape) -> list[Any]:
    """A shape as plain data; variants that are none are left out."""
    variants = [
        [looks, one.pieces, one.key, list(one.margins.items()), one.sources]
        for looks, one in shape.variants.items()
        if one is not None
    ]
    return [shape.places, shape.words, variants]


def from_json(data: list[Any]) -> Shape:
    """The shape that :func:`to_json` gave; anything else raises ValueError or TypeError."""
    places, words, variants = data
    return Shape(
        tuple(Place(*place) for place in places),
        tuple(Word(tuple(texts), tuple(slots)) for texts, slots in words),
        {
            tuple(looks): Variant(
                tuple(pieces), key, dict(margins), tuple(tuple(source) for source in sources)
            )
            for looks, pieces, key, margins, sources in variants
        },
    )
