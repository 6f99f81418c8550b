"""Terraform's functions on lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from tfgen.program.functions_arguments import (
    MAX_ITEMS,
    CannotFoldError,
    Function,
    bounded,
    identity,
    is_collection,
    is_text,
    known,
    list_of,
    text_of,
    truth_of,
    whole_of,
)
from tfgen.program.functions_text import characters
from tfgen.program.functions_types import common
from tfgen.program.values import UNKNOWN, Value


def _tolist(arguments: Sequence[Value], _here: Value) -> Value:
    (value,) = arguments
    if value.is_null:
        return value
    items = list_of(value)
    found = common(items)
    same = all(old is new for old, new in zip(items, found, strict=True))
    return value if same else replace(value, data=found, origin=None)


def _concat(arguments: Sequence[Value], here: Value) -> Value:
    first, *others = arguments
    items = [item for one in (first, *others) for item in list_of(one)]
    if len(items) > MAX_ITEMS:
        raise CannotFoldError
    if len(arguments) > 1:
        items = _maybe_converted(arguments, items)
    return known(here, tuple(items))


def _maybe_converted(arguments: Sequence[Value], items: Sequence[Value]) -> list[Value]:
    """Items with what is unknown in them if the arguments are lists of different types.

    Tuples are joined as they are, and lists converted to a common type. Items that are unknown are
    taken to be of the type of those beside them.
    """
    known_items = [item for item in items if item.is_known and not item.is_null]
    try:
        if any(_is_tuple(argument) for argument in arguments):
            return list(items)
        converted = iter(common(known_items))
    except CannotFoldError:
        return list(items)
    told = set(map(id, known_items))
    return [_agreed(item, next(converted)) if id(item) in told else item for item in items]


def _is_tuple(value: Value) -> bool:
    """Whether the items have different types, as those of a list cannot."""
    items = [item for item in list_of(value) if item.is_known and not item.is_null]
    try:
        converted = common(items)
    except CannotFoldError:
        return True
    return any(
        _agreed(item, other) is not item for item, other in zip(items, converted, strict=True)
    )


def _agreed(value: Value, other: Value) -> Value:
    """The value where both agree, with unknown in the places where they do not."""
    if value is other or value.data is UNKNOWN:
        return value
    if isinstance(value.data, tuple) and isinstance(other.data, tuple):
        items = tuple(map(_agreed, value.data, other.data))
        same = all(old is new for old, new in zip(value.data, items, strict=True))
        return value if same else replace(value, data=items)
    if isinstance(value.data, Mapping) and isinstance(other.data, Mapping):
        entries = {key: _agreed(one, other.data[key]) for key, one in value.data.items()}
        same = all(value.data[key] is one for key, one in entries.items())
        return value if same else replace(value, data=entries)
    if other.data is not UNKNOWN and type(value.data) is type(other.data):
        return value
    return replace(value, data=UNKNOWN)


def _flatten(arguments: Sequence[Value], here: Value) -> Value:
    (value,) = arguments
    bounded(list_of(value))
    return known(here, tuple(_flat(value)))


def _flat(value: Value) -> list[Value]:
    """Everything in lists in the list. An unknown item may be a list, unless it is a text."""
    found: list[Value] = []
    for item in list_of(value):
        if isinstance(item.data, tuple):
            found += _flat(item)
        elif item.data is UNKNOWN and not is_text(item) and not _is_identity(item):
            raise CannotFoldError
        else:
            found.append(item)
    return found


def _is_identity(value: Value) -> bool:
    """The AWS provider has strings only in the attributes id and arn."""
    return value.origin is not None and value.origin.path in (("id",), ("arn",))


def _distinct(arguments: Sequence[Value], here: Value) -> Value:
    (value,) = arguments
    once: dict[object, Value] = {}
    for item in common(list_of(value)):
        once.setdefault(identity(item), item)
    return known(here, tuple(once.values()))


def _compact(arguments: Sequence[Value], here: Value) -> Value:
    (value,) = arguments
    found: list[Value] = []
    for item in list_of(value):
        if item.is_null or item.data == "":
            continue
        if not item.is_known and not _has_text(item):
            raise CannotFoldError
        converts = item.is_known and not isinstance(item.data, str)
        found.append(replace(item, data=text_of(item)) if converts else item)
    return known(here, tuple(found))


def _has_text(value: Value) -> bool:
    """Whether a text known in part is certainly not empty."""
    return any(bool(piece.text) or _has_text(piece) for piece in value.parts)


def _contains(arguments: Sequence[Value], here: Value) -> Value:
    value, wanted = arguments
    bounded((wanted,))
    if wanted.is_null:
        raise CannotFoldError
    answers = [_equal(item, wanted) for item in list_of(value)]
    if True in answers:
        return known(here, True)
    if None in answers or not wanted.is_wholly_known():
        raise CannotFoldError
    return known(here, False)


def _index(arguments: Sequence[Value], here: Value) -> Value:
    value, wanted = arguments
    for number, item in enumerate(list_of(value)):
        answer = _equal(item, wanted)
        if answer is None:
            break
        if answer:
            return known(here, number)
    raise CannotFoldError


def _equal(item: Value, wanted: Value) -> bool | None:
    """Terraform's ==. A list never equals a tuple, nor a map an object: None for such that agree.

    Both functions that ask this refuse to look for null.
    """
    if wanted.is_null:
        raise CannotFoldError
    if item.is_null:
        return False
    bounded((item, wanted))
    if not (item.is_wholly_known() and wanted.is_wholly_known()):
        return None
    if identity(item) != identity(wanted):
        return False
    return None if is_collection(item) else True


def _element(arguments: Sequence[Value], _here: Value) -> Value:
    value, index = arguments
    items, number = list_of(value), whole_of(index)
    if number < 0 or not items:
        raise CannotFoldError
    return items[number % len(items)]


def _length(arguments: Sequence[Value], here: Value) -> Value:
    (value,) = arguments
    if isinstance(value.data, str):
        return known(here, len(characters(value.data)))
    if isinstance(value.data, tuple | Mapping):
        return known(here, len(value.data))
    raise CannotFoldError


def _reverse(arguments: Sequence[Value], here: Value) -> Value:
    (value,) = arguments
    return known(here, list_of(value)[::-1])


def _slice(arguments: Sequence[Value], here: Value) -> Value:
    value, first, last = arguments
    items, start, end = list_of(value), whole_of(first), whole_of(last)
    if not 0 <= start <= end <= len(items):
        raise CannotFoldError
    return known(here, items[start:end])


def _sort(arguments: Sequence[Value], here: Value) -> Value:
    (value,) = arguments
    found = [
        item if isinstance(item.data, str) else replace(item, data=text_of(item))
        for item in list_of(value)
    ]
    return known(here, tuple(sorted(found, key=text_of)))


def _chunklist(arguments: Sequence[Value], here: Value) -> Value:
    value, length = arguments
    items, size = common(list_of(value)), whole_of(length)
    if size < 0:
        raise CannotFoldError
    size = size or max(1, len(items))
    chunks = (items[start : start + size] for start in range(0, len(items), size))
    return known(here, tuple(known(here, chunk) for chunk in chunks))


def _coalesce(arguments: Sequence[Value], _here: Value) -> Value:
    """The first argument that is neither null nor "", converted to the type of all."""
    for value in common([value for value in arguments if not value.is_null]):
        if value.data == "":
            continue
        if not value.is_known and not _has_text(value):
            break
        return value
    raise CannotFoldError


def _coalescelist(arguments: Sequence[Value], _here: Value) -> Value:
    for value in arguments:
        if value.is_null:
            break
        if list_of(value):
            return _unless_null_later(value, arguments)
    raise CannotFoldError


def _unless_null_later(found: Value, arguments: Sequence[Value]) -> Value:
    """Terraform refuses a null among the arguments, also behind the list it would take."""
    if any(value.is_null for value in arguments):
        raise CannotFoldError
    return found


def _one(arguments: Sequence[Value], here: Value) -> Value:
    (value,) = arguments
    items = list_of(value)
    if len(items) > 1:
        raise CannotFoldError
    return items[0] if items else known(here, None)


def _matchkeys(arguments: Sequence[Value], here: Value) -> Value:
    values, keys, wanted = map(list_of, arguments)
    if len(values) != len(keys):
        raise CannotFoldError
    alike = [identity(one) for one in common((*keys, *wanted))]
    names = set(alike[len(keys) :])
    pairs = zip(common(values), alike, strict=False)
    return known(here, tuple(value for value, name in pairs if name in names))


def _truths(decide: Callable[[Sequence[bool]], bool], decisive: bool) -> Function:
    """A null counts as false, an item that is not known as undecided."""

    def call(arguments: Sequence[Value], here: Value) -> Value:
        (value,) = arguments
        items = list_of(value)
        found = [not item.is_null and truth_of(item) for item in items if item.is_known]
        if len(found) < len(items) and decisive not in found:
            raise CannotFoldError
        return known(here, decide(found))

    return call


LISTS: Final[Mapping[str, Function]] = {
    "alltrue": _truths(all, False),
    "anytrue": _truths(any, True),
    "chunklist": _chunklist,
    "coalesce": _coalesce,
    "coalescelist": _coalescelist,
    "compact": _compact,
    "concat": _concat,
    "contains": _contains,
    "distinct": _distinct,
    "element": _element,
    "flatten": _flatten,
    "index": _index,
    "length": _length,
    "matchkeys": _matchkeys,
    "one": _one,
    "reverse": _reverse,
    "slice": _slice,
    "sort": _sort,
    "tolist": _tolist,
}
