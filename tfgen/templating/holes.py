"""Opaque holes: how a value passes through a template without ever becoming text.

Whatever a template outputs is stored in the current :class:`Rendering`, and a hole takes its
place: the number of the value between two private-use characters. Only when the whole file is
rendered, and its structure is known, does :mod:`tfgen.templating.fill` write the value in the form
its place demands.

Text that a template captures (a macro, a ``{% set %}`` block) is a :class:`Captured` string that
may hold holes. Joined to other text it keeps them; any other use of it (a comparison, a filter, a
function) sees the plain text that the values give.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from contextvars import ContextVar
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from types import CodeType, FrameType, GeneratorType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from jinja2 import Undefined
from markupsafe import Markup

from tfgen.errors import Location
from tfgen.hcl.literals import Expr
from tfgen.misuse import MisuseError
from tfgen.templating.located import (
    LocatedList,
    LocatedMap,
    first_location,
    location_of,
    relocated,
)

if TYPE_CHECKING:
    from jinja2.environment import TemplateModule

    from tfgen.templating.environment import HoleTemplate

HOLE_OPEN, HOLE_CLOSE = "\ue000", "\ue001"
MARK_OPEN, MARK_CLOSE = "\ue002", "\ue003"
HOLE = re.compile(f"{HOLE_OPEN}([0-9]+){HOLE_CLOSE}")
MARK = re.compile(f"{MARK_OPEN}([^{MARK_CLOSE}]*):([0-9]+){MARK_CLOSE}")
_LEAD = re.compile(f"(?:{MARK.pattern}|\\s)+")
_TRAIL = re.compile(f"(?:{MARK.pattern}|\\s)+\\Z")
RESERVED = re.compile(f"[{HOLE_OPEN}-{MARK_CLOSE}]")
"""The characters that templates must not contain; values may."""

MAX_ITEMS = 100_000
MAX_HOLES = 200_000
MAX_CHARACTERS = 10_000_000


class Name(str):
    """A checked identifier: stands bare where other strings would be quoted."""

    __slots__ = ()


CodeLine: TypeAlias = "Location | tuple[HoleTemplate, CodeType, int]"
"""A template line, or a template and an offset in its compiled code, looked up when asked for."""


class Hole(NamedTuple):
    """A value that a template put out.

    ``line`` is the line that did it, ``caller`` the line that called the macro it stands in,
    ``source`` the line of YAML the value came from.
    """

    value: object
    line: CodeLine
    caller: CodeLine | None = None
    source: Location | None = None

    @property
    def where(self) -> Location:
        """The template line."""
        return _template_line(self.line)

    @property
    def via(self) -> Location | None:
        """The template line that called the macro."""
        return None if self.caller is None else _template_line(self.caller)

    def text(self) -> str:
        """The value as part of a text."""
        try:
            return scalar_text(self.value)
        except MisuseError as error:
            error.source = error.source or self.source
            raise


def _template_line(line: CodeLine) -> Location:
    if isinstance(line, Location):
        return line
    template, code, offset = line
    return template.location(line_at(code, offset))


def line_at(code: CodeType, offset: int) -> int:
    """The line of an instruction, 0 for one that has none.

    A frame knows its line too, but reads the whole table for it each time that it is asked.
    """
    starts, lines = _line_table(code)
    return lines[bisect_right(starts, offset) - 1]


@lru_cache(maxsize=256)
def _line_table(code: CodeType) -> tuple[list[int], list[int]]:
    table = [(start, line or 0) for start, _, line in code.co_lines()]
    return [start for start, _ in table], [line for _, line in table]


@dataclass(slots=True)
class Rendering:
    """What one rendering of one file collects.

    ``reserved_data`` says that the data itself has reserved characters, so that meeting one in a
    value proves nothing. ``access`` is the last read of the data: where in compiled code, by the
    offset of the instruction, and which line of YAML. ``modules`` are the templates imported so
    far, ``counted`` how many numbers ``range`` gave, ``size`` the characters in all values,
    ``names`` the variables looked up.
    """

    reserved_data: bool = False
    holes: list[Hole] = field(default_factory=list)
    access: tuple[CodeType, int, Location] | None = None
    modules: dict[str, TemplateModule] = field(default_factory=dict)
    counted: int = 0
    size: int = 0
    names: set[str] = field(default_factory=set)

    def add(self, hole: Hole) -> Captured:
        """Store a value; give the hole that stands for it."""
        number = len(self.holes)
        if number >= MAX_HOLES:
            raise MisuseError(f"more than {MAX_HOLES} values in one file")
        self.holes.append(hole)
        # Markup's own constructor looks at what it is given, which takes longer than all the rest.
        return str.__new__(Captured, f"{HOLE_OPEN}{number}{HOLE_CLOSE}")

    def count(self, text: str) -> None:
        """Note the size of a value; MisuseError when all of them are too large."""
        self.size += len(text)
        if self.size > MAX_CHARACTERS:
            raise MisuseError(f"the values of one file have more than {MAX_CHARACTERS} characters")

    def read_by(self, code: CodeType, line: int) -> Location | None:
        """The YAML that a line of compiled code read last, if the last read was that line's."""
        if self.access is not None:
            read, offset, location = self.access
            if read is code and line_at(code, offset) == line:
                return location
        return None


CURRENT: ContextVar[Rendering] = ContextVar("tfgen_rendering")
"""The rendering that is under way."""


class Captured(Markup):
    """Text captured by a template, holes included; reads as the plain text everywhere else."""

    __slots__ = ()

    def plain(self) -> str:
        """The text with its values in it."""
        return captured_text(self)

    def trimmed(self) -> Captured:
        """Without white space at its ends; the line marks there stay."""
        lead = _LEAD.match(str(self))
        rest = str(self)[lead.end() if lead else 0 :]
        marks = "".join(mark[0] for mark in MARK.finditer(lead[0])) if lead else ""
        return Captured(marks + _TRAIL.sub("", rest))

    def __eq__(self, other: object) -> bool:
        return bool(self.plain() == flattened(other))

    def __ne__(self, other: object) -> bool:
        return bool(self.plain() != flattened(other))

    def __hash__(self) -> int:
        return hash(self.plain())

    def __lt__(self, other: str) -> bool:
        return self.plain() < str(flattened(other))

    def __le__(self, other: str) -> bool:
        return self.plain() <= str(flattened(other))

    def __gt__(self, other: str) -> bool:
        return self.plain() > str(flattened(other))

    def __ge__(self, other: str) -> bool:
        return self.plain() >= str(flattened(other))

    def __len__(self) -> int:
        return len(self.plain())

    def __bool__(self) -> bool:
        return bool(self.plain())

    def __iter__(self) -> Iterator[str]:
        return iter(self.plain())

    def __contains__(self, part: object) -> bool:
        text = flattened(part)
        return isinstance(text, str) and text in self.plain()

    def __getitem__(self, key: object) -> str:  # type: ignore[override]
        return self.plain()[key]  # type: ignore[index]

    @classmethod
    def escape(cls, value: object) -> Captured:
        """Make any value text that is safe to join: what is not captured becomes a hole."""
        if type(value) is cls:
            return value
        if isinstance(value, Markup):
            return cls(str(value))
        refuse_undefined(value)
        rendering = CURRENT.get()
        line, caller = code_lines(sys._getframe(1))  # noqa: SLF001 - the line of compiled code
        return rendering.add(Hole(plain(value), line, caller, location_of(value)))


def code_lines(frame: FrameType | None) -> tuple[CodeLine, CodeLine | None]:
    """The line of a template that is running, and the line that called it if it is in a macro.

    ``frame`` is where to begin to look.
    """
    line: CodeLine | None = None
    while frame is not None:
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            code = frame.f_code
            if line is not None:
                return line, (template, code, frame.f_lasti)
            line = (template, code, frame.f_lasti)
            if code.co_name != "macro":
                return line, None
        frame = frame.f_back
    return line or Location(""), None


def refuse_undefined(value: object) -> None:
    """Raise the error of an undefined value; every other value is fine."""
    if isinstance(value, Undefined):
        value._fail_with_undefined_error()  # noqa: SLF001 - raises what the value says


def captured_text(text: str) -> str:
    """Captured text with its values in it, as plain text from where the first of them is."""
    holes = CURRENT.get().holes
    raw = MARK.sub("", str(text))
    used = [holes[int(number)] for number in HOLE.findall(raw)]
    texts = iter([hole.text() for hole in used])
    return relocated(
        HOLE.sub(lambda _: next(texts), raw),
        next((hole.source for hole in used if hole.source is not None), None),
    )


def flattened(value: Any) -> Any:
    """Captured text as plain text; every other value as it is."""
    return captured_text(value) if isinstance(value, Markup) else value


def scalar_text(value: object) -> str:
    """A value as part of a text; numbers without exponent, as Terraform writes them."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, float):
        text = float.__repr__(value)
        if not text.lstrip("-")[0].isdigit():
            raise MisuseError(f"{text} is not a number that HCL knows", source=location_of(value))
        return format(Decimal(text), "f")
    raise MisuseError(
        f"{described(value)} cannot stand inside a text",
        "write it as a whole value of its own, without quotes around it",
        location_of(value),
    )


def described(value: object) -> str:
    """What kind of value it is, for a message."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, str):
        return "a string"
    if isinstance(value, Mapping):
        return "a map"
    if isinstance(value, (list, tuple)):
        return "a list"
    if callable(value):
        return "a function"
    return f"a value of type {type(value).__name__}"


def joined(parts: Iterable[object]) -> str:
    """Join values into one text, as ``~`` does; captured text keeps its holes."""
    values = list(parts)
    for value in values:
        refuse_undefined(value)
    if any(isinstance(value, Markup) for value in values):
        return Captured("".join(str(Captured.escape(value)) for value in values))
    return relocated("".join(map(scalar_text, values)), first_location(values))


def plain(value: object) -> object:
    """What a value is when it is put out: captured text flattened, iterators read to lists."""
    if value is None or isinstance(value, (bool, Expr, Name)):
        return value
    if isinstance(value, str):
        if isinstance(value, Markup):
            return captured_text(value)
        rendering = CURRENT.get()
        rendering.count(value)
        if not (value.isascii() or rendering.reserved_data) and RESERVED.search(value):
            raise MisuseError(
                "a text that was captured from the template was cut or encoded as if it were a "
                "plain value",
                "apply filters to the values before they are captured",
                location_of(value),
            )
        return value
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, dict):
        items = {plain(key): plain(item) for key, item in value.items()}
        places = value.places if isinstance(value, LocatedMap) else None
        return LocatedMap(items, location=location_of(value), places=places)  # type: ignore[arg-type]
    if isinstance(value, LocatedList):
        return LocatedList(map(plain, value), location=value.location, places=value.places)
    if isinstance(value, (list, tuple, range, GeneratorType, Iterator, *_VIEWS)):
        found = [plain(item) for item in islice(value, MAX_ITEMS + 1)]
        if len(found) > MAX_ITEMS:
            raise MisuseError(f"a list of more than {MAX_ITEMS} items")
        return found
    refuse_undefined(value)
    if callable(value):
        name = getattr(value, "__name__", "") or getattr(value, "name", "")
        raise MisuseError(
            f'"{name}" is a function here, not a value',
            f'call it as {name}(), or write ["{name}"] for a key of that name',
        )
    return value


_VIEWS = (KeysView, ValuesView, ItemsView)
