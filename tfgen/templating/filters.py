"""The filters and tests that templates may use: Jinja's where they are sound, and a few of ours.

Every filter sees captured text as plain text, refuses sizes that would exhaust memory, and passes
on the line of YAML that its value came from. Filters that make text read ``true`` as "true" (not
Python's "True") and refuse null, lists and maps.
"""

from __future__ import annotations

import json as jsonlib
import re
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import TypeAlias, cast
from urllib.parse import quote

from jinja2.filters import FILTERS
from jinja2.tests import TESTS
from markupsafe import Markup

from tfgen.hcl.literals import Expr, HclValueError, identifier, literal
from tfgen.misuse import MisuseError
from tfgen.suggest import did_you_mean
from tfgen.templating.holes import (
    Captured,
    Name,
    described,
    flattened,
    joined,
    plain,
    refuse_undefined,
    scalar_text,
)
from tfgen.templating.located import first_location, location_of, relocated

Filter: TypeAlias = Callable[..., object]

MAX_TEXT = 1_000_000
"""Characters that one operation may make at most."""
MAX_NUMBER = 100_000
"""The largest size that a filter may be given: a count, a width, a number of digits."""

# Not among Jinja's own: safe, escape, forceescape, xmlattr, urlize, striptags (no value is raw),
# attr (reads what no list names), random, pprint, tojson, wordwrap, indent, center.
_FROM_JINJA = re.findall(
    r"\w+",
    "abs batch count dictsort first float groupby int items last length list map max min reject "
    "rejectattr reverse round select selectattr slice sort sum unique",
)
_TEXT_FROM_JINJA = ("capitalize", "lower", "title", "truncate", "upper", "wordcount")
_JINJA_TESTS = cast("Mapping[str, Filter]", TESTS)
_TESTS = re.findall(
    r"\S+",
    "boolean defined divisibleby eq even false float ge gt in integer iterable le lower lt mapping "
    "ne none number odd sameas sequence string true undefined upper == != > >= < <=",
)

# Filters whose first option is a size that costs memory or time.
_SIZED = frozenset({"batch", "round", "slice"})
_NAMED = re.compile(r"%\(")
_UNNAMED = re.compile(r"(?<!%)(?:%%)*%(?![(%])")
WIDTH = re.compile(r"[0-9]{6,}")


def text_of(value: object) -> str:
    """A value as text, for filters that make text."""
    refuse_undefined(value)
    return relocated(scalar_text(flattened(value)), location_of(value))


def replace(value: object, old: object, new: object, count: int | None = None) -> str:
    """Replace ``old`` by ``new``, everywhere or ``count`` times from the left."""
    text, before, after = text_of(value), text_of(old), text_of(new)
    found = text.count(before)
    if found * len(after) > MAX_TEXT:
        raise too_long("replace")
    return text.replace(before, after, -1 if count is None else count)


def format_text(template: str, arguments: object) -> str:
    """Python's ``%`` on a string, with values as HCL writes them."""
    if WIDTH.search(template):
        raise too_long("format")
    if isinstance(arguments, tuple):
        return template % tuple(map(format_argument, arguments))
    if isinstance(arguments, Mapping) and _NAMED.search(template):
        if _UNNAMED.search(template):
            raise MisuseError("a format has either %(name)s or %s, not both")
        return template % {key: format_argument(item) for key, item in arguments.items()}
    return template % (format_argument(arguments),)


def format_argument(value: object) -> object:
    """A value as a format directive may see it: numbers stay numbers, the rest is text."""
    value = flattened(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    return scalar_text(value)


def too_long(what: str) -> MisuseError:
    """The error for an operation whose result would be too large."""
    return MisuseError(f"{what} would make a text of more than {MAX_TEXT} characters")


def _format(template: object, *arguments: object, **named: object) -> str:
    if arguments and named:
        raise MisuseError("format takes positional or named arguments, not both")
    for value in (template, *arguments, *named.values()):
        refuse_undefined(value)
    result = format_text(text_of(template), named or arguments)
    return relocated(result, first_location((template, *arguments, *named.values())))


def _join(values: Iterable[object], separator: object = "", attribute: str | None = None) -> str:
    refuse_undefined(values)
    if isinstance(values, (str, Mapping)) or not isinstance(values, Iterable):
        raise MisuseError(
            f"join needs a list, got {described(values)}",
            source=location_of(values),
        )
    items = list(values)
    if attribute is not None:
        items = [_member(item, attribute) for item in items]
    parts: list[object] = []
    for index, item in enumerate(items):
        parts += (separator, item) if index else (item,)
    if sum(len(part) for part in parts if isinstance(part, str)) > MAX_TEXT:
        raise too_long("join")
    return joined(parts)


def _member(item: object, attribute: str) -> object:
    if isinstance(item, Mapping) and attribute in item:
        return item[attribute]
    raise MisuseError(f'join: an item has no key "{attribute}"', source=location_of(item))


def _string(value: object) -> str:
    return value if isinstance(value, Markup) else text_of(value)


def _trim(value: object, chars: str | None = None) -> str:
    if isinstance(value, Markup) and chars is None:
        return Captured(value).trimmed()
    return relocated(text_of(value).strip(chars), location_of(value))


def _expr(value: object) -> Expr:
    try:
        return Expr(_required_text("expr", value))
    except HclValueError as error:
        raise MisuseError(f"| expr: {error}", source=location_of(value)) from None


def _ident(value: object) -> Name:
    try:
        return Name(identifier(_required_text("ident", value)))
    except HclValueError as error:
        raise MisuseError(f"| ident: {error}", source=location_of(value)) from None


def _hcl(value: object) -> Expr:
    try:
        return Expr(literal(plain(value)))
    except HclValueError as error:
        raise MisuseError(f"| hcl: {error}", source=location_of(value)) from None


def _json(value: object, indent: int | None = None) -> str:
    try:
        text = jsonlib.dumps(plain(value), ensure_ascii=False, allow_nan=False, indent=indent)
    except (TypeError, ValueError) as error:
        raise MisuseError(f"| json: {error}", source=location_of(value)) from None
    return relocated(text, location_of(value))


def _urlencode(value: object) -> str:
    if isinstance(value, Mapping):
        pairs = ((text_of(key), text_of(item)) for key, item in value.items())
        return "&".join(f"{quote(key, safe='')}={quote(item, safe='')}" for key, item in pairs)
    return relocated(quote(text_of(value), safe="/"), location_of(value))


def _required_text(name: str, value: object) -> str:
    refuse_undefined(value)
    text = flattened(value)
    if not isinstance(text, str):
        raise MisuseError(
            f"| {name} needs a string, got {described(text)}", source=location_of(value)
        )
    return text


def _guarded(name: str, function: Filter) -> Filter:
    """Jinja's filter with captured text flattened, numbers bounded, locations passed on."""

    options = _value_index(function) + 1

    @wraps(function)
    def guarded(*args: object, **kwargs: object) -> object:
        for arg in args:
            refuse_undefined(arg)
        seen = [flattened(arg) for arg in args]
        if name in _SIZED:
            for option in (*seen[options : options + 1], *kwargs.values()):
                if isinstance(option, int) and abs(option) > MAX_NUMBER:
                    raise MisuseError(f"{name}: {int(option)} is more than {MAX_NUMBER}")
        return relocated(function(*seen, **kwargs), first_location(args))

    return guarded


def _value_index(function: Filter) -> int:
    """Which argument is the value: Jinja passes its environment or context first to some."""
    return 1 if hasattr(function, "jinja_pass_arg") else 0


def _guarded_text(name: str, function: Filter) -> Filter:
    inner = _guarded(name, function)
    index = _value_index(function)

    @wraps(function)
    def guarded(*args: object, **kwargs: object) -> object:
        value = text_of(args[index])
        return inner(*args[:index], value, *args[index + 1 :], **kwargs)

    return guarded


def _guarded_test(function: Filter) -> Filter:
    @wraps(function)
    def guarded(*args: object) -> object:
        return function(*(flattened(arg) for arg in args))

    return guarded


def not_allowed(kind: str, word: str) -> MisuseError:
    """The error for a filter or test that is not in the list."""
    names = ALLOWED_FILTERS if kind == "filter" else ALLOWED_TESTS
    lines = [f"allowed are {', '.join(sorted(name for name in names if name.isidentifier()))}"]
    if word in _RAW:
        lines.insert(0, "values are never written raw: use | expr for an HCL expression")
    elif likely := did_you_mean(word, names):
        lines.insert(0, f"did you mean {likely}?")
    return MisuseError(f'{kind} "{word}" is not allowed in templates', "\n".join(lines))


_RAW = frozenset({"e", "escape", "forceescape", "safe"})

ALLOWED_FILTERS: Mapping[str, Filter] = {
    **{name: _guarded(name, FILTERS[name]) for name in _FROM_JINJA},
    **{name: _guarded_text(name, FILTERS[name]) for name in _TEXT_FROM_JINJA},
    "d": FILTERS["default"],
    "default": FILTERS["default"],
    "expr": _expr,
    "format": _format,
    "hcl": _hcl,
    "ident": _ident,
    "join": _join,
    "json": _json,
    "replace": _guarded("replace", replace),
    "string": _string,
    "trim": _trim,
    "urlencode": _urlencode,
}
"""Every filter by its name."""

ALLOWED_TESTS: Mapping[str, Filter] = {
    name: test if name in {"defined", "undefined"} else _guarded_test(test)
    for name, test in _JINJA_TESTS.items()
    if name in _TESTS
}
"""Every test by its name."""
