"""Terraform's functions on text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from tfgen.program.functions_arguments import (
    MAX_ITEMS,
    MAX_TEXT,
    CannotFoldError,
    Function,
    is_text,
    joined,
    known,
    list_of,
    text_of,
    texts,
    whole_of,
)
from tfgen.program.functions_regex import replace_matches
from tfgen.program.values import Value

# White space as Go defines it. Python's strip takes four separators more.
_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"  # noqa: E501
# Characters that each stand alone: not combining, and nothing combines with them but marks.
_LONE = re.compile(
    r"[\x20-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u3041-\u3096\u4e00-\u9fff]*"
)


def characters(text: str) -> str:
    """The text when its characters are what Terraform counts: grapheme clusters."""
    if _LONE.fullmatch(text.replace("\n", "").replace("\t", "")):
        return text
    raise CannotFoldError


def _of_text(function: Callable[[str], str]) -> Function:
    def call(arguments: Sequence[Value], here: Value) -> Value:
        (text,) = arguments
        return known(here, function(text_of(text)))

    return call


def _of_texts(function: Callable[[str, str], str | bool]) -> Function:
    def call(arguments: Sequence[Value], here: Value) -> Value:
        first, second = arguments
        return known(here, function(text_of(first), text_of(second)))

    return call


def _mapped(convert: Callable[[str], str]) -> Callable[[str], str]:
    """Convert character by character, as Terraform does; refused where one becomes several."""

    def converted(text: str) -> str:
        found = [convert(character) for character in text]
        if any(len(one) != 1 for one in found):
            raise CannotFoldError
        return "".join(found)

    return converted


def _title(text: str) -> str:
    """Capitalize what follows the start, white space or ASCII punctuation but underscores."""
    found: list[str] = []
    starts = True
    for character in text:
        titled = character.title() if starts else character
        if len(titled) != 1:
            raise CannotFoldError
        found.append(titled)
        if character.isascii():
            starts = not (character.isalnum() or character == "_")
        else:
            starts = character in _SPACE
    return "".join(found)


def _join(arguments: Sequence[Value], here: Value) -> Value:
    separator, first, *others = arguments
    between = known(here, text_of(separator))
    pieces: list[Value] = []
    for item in (item for one in (first, *others) for item in list_of(one)):
        if item.is_known:
            text_of(item)
        pieces += (between, item) if pieces else (item,)
    return joined(here, pieces)


def _split(arguments: Sequence[Value], here: Value) -> Value:
    separator, text = map(text_of, arguments)
    if len(text) > MAX_ITEMS:
        raise CannotFoldError
    return texts(here, text.split(separator) if separator else text)


def _replace(arguments: Sequence[Value], here: Value) -> Value:
    text, old, new = map(text_of, arguments)
    if len(old) > 1 and old.startswith("/") and old.endswith("/"):
        return known(here, replace_matches(old[1:-1], text, new))
    if text.count(old) * len(new) > MAX_TEXT:
        raise CannotFoldError
    return known(here, text.replace(old, new))


def _trimprefix(arguments: Sequence[Value], here: Value) -> Value:
    value, prefix = arguments
    cut = text_of(prefix)
    if value.is_known:
        return known(here, text_of(value).removeprefix(cut))
    if _has_end(value, value.prefix, cut, str.startswith):
        return _without_prefix(value, cut, here)
    return value


def _without_prefix(value: Value, cut: str, here: Value) -> Value:
    if value.is_known:
        return known(_at(here, value), text_of(value).removeprefix(cut))
    first, *others = value.parts
    return joined(here, (_without_prefix(first, cut, here), *others))


def _trimsuffix(arguments: Sequence[Value], here: Value) -> Value:
    value, suffix = arguments
    cut = text_of(suffix)
    if value.is_known:
        return known(here, text_of(value).removesuffix(cut))
    if _has_end(value, value.suffix, cut, str.endswith):
        return _without_suffix(value, cut, here)
    return value


def _without_suffix(value: Value, cut: str, here: Value) -> Value:
    if value.is_known:
        return known(_at(here, value), text_of(value).removesuffix(cut))
    *others, last = value.parts
    return joined(here, (*others, _without_suffix(last, cut, here)))


def _at(here: Value, value: Value) -> Value:
    return replace(here, file=value.file, span=value.span)


def _startswith(arguments: Sequence[Value], here: Value) -> Value:
    value, prefix = arguments
    return known(here, _has_end(value, value.prefix, text_of(prefix), str.startswith))


def _endswith(arguments: Sequence[Value], here: Value) -> Value:
    value, suffix = arguments
    return known(here, _has_end(value, value.suffix, text_of(suffix), str.endswith))


def _has_end(value: Value, end: str, wanted: str, has: Callable[[str, str], bool]) -> bool:
    if value.is_known:
        return has(text_of(value), wanted)
    if not is_text(value) or len(end) < len(wanted):
        raise CannotFoldError
    return has(end, wanted)


def _strcontains(arguments: Sequence[Value], here: Value) -> Value:
    value, part = arguments
    wanted = text_of(part)
    if not value.is_known and not _has_part(value, wanted):
        raise CannotFoldError
    return known(here, _has_part(value, wanted))


def _has_part(value: Value, wanted: str) -> bool:
    """Whether a known piece of the text has the wanted text in it."""
    if value.is_known:
        return wanted in text_of(value)
    return any(_has_part(part, wanted) for part in value.parts)


def _substr(arguments: Sequence[Value], here: Value) -> Value:
    text, offset, length = arguments
    found, start, count = characters(text_of(text)), whole_of(offset), whole_of(length)
    if start < 0:
        # From the end, no length means all that is left, as if it were negative.
        start, count = max(0, start + len(found)), count or -1
    return known(here, found[start:] if count < 0 else found[start : start + count])


def _indent(arguments: Sequence[Value], here: Value) -> Value:
    spaces, text = arguments
    count, found = whole_of(spaces), text_of(text)
    if count < 0 or count * found.count("\n") > MAX_TEXT:
        raise CannotFoldError
    return known(here, found.replace("\n", "\n" + " " * count))


def _strrev(text: str) -> str:
    return characters(text)[::-1]


TEXT: Final[Mapping[str, Function]] = {
    "chomp": _of_text(lambda text: text.rstrip("\r\n")),
    "endswith": _endswith,
    "indent": _indent,
    "join": _join,
    "lower": _of_text(_mapped(str.lower)),
    "replace": _replace,
    "split": _split,
    "startswith": _startswith,
    "strcontains": _strcontains,
    "strrev": _of_text(_strrev),
    "substr": _substr,
    "title": _of_text(_title),
    "trim": _of_texts(lambda text, cut: text.strip(cut) if cut else text),
    "trimprefix": _trimprefix,
    "trimspace": _of_text(lambda text: text.strip(_SPACE)),
    "trimsuffix": _trimsuffix,
    "upper": _of_text(_mapped(str.upper)),
}
