"""Terraform's built-in functions on values that are known.

Each follows Terraform 1.11 as ``terraform console`` shows it. What is computed stands at the place
of the call and has no origin; what is one of the arguments, or an item of one, stays that value.
A call that cannot be folded, whatever the cause, is unknown: an argument that is not known, one
that Terraform would refuse, a function not listed (those that read files, clocks or chance, and
those whose text is not certain, such as yamlencode), a result beyond all sense in size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from tfgen.program.functions_arguments import CannotFoldError, Function, bounded, known
from tfgen.program.functions_encoding import ENCODING
from tfgen.program.functions_format import FORMAT
from tfgen.program.functions_json import JSON
from tfgen.program.functions_lists import LISTS
from tfgen.program.functions_maps import MAPS
from tfgen.program.functions_numbers import NUMBERS
from tfgen.program.functions_regex import REGEX
from tfgen.program.functions_text import TEXT
from tfgen.program.values import UNKNOWN, Value


def call(name: str, arguments: Sequence[Value], here: Value) -> Value:
    """The result of a function call; unknown, at the place of ``here``, where it cannot be told.

    ``here`` has the file and span of the call. The name may begin with ``core::``.
    """
    unknown = replace(here, data=UNKNOWN, origin=None, parts=(), decoded=None)
    function = FUNCTIONS.get(name.removeprefix("core::"))
    if function is None:
        return unknown
    try:
        return function(arguments, unknown)
    except (CannotFoldError, ValueError, ArithmeticError, RecursionError):
        return unknown


def _itself(arguments: Sequence[Value], _here: Value) -> Value:
    (value,) = arguments
    return value


def _try(arguments: Sequence[Value], _here: Value) -> Value:
    """The first argument when it is wholly known; an unknown one may be an error."""
    first, *_ = arguments
    return _sure(first)


def _can(arguments: Sequence[Value], here: Value) -> Value:
    (value,) = arguments
    _sure(value)
    return known(here, True)


def _sure(value: Value) -> Value:
    bounded((value,))
    if not value.is_wholly_known():
        raise CannotFoldError
    return value


FUNCTIONS: Final[Mapping[str, Function]] = {
    **ENCODING,
    **FORMAT,
    **JSON,
    **LISTS,
    **MAPS,
    **NUMBERS,
    **REGEX,
    **TEXT,
    "can": _can,
    "nonsensitive": _itself,
    "sensitive": _itself,
    "try": _try,
}
"""Every function that is folded, by its name."""
