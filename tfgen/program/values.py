"""Values with their places: what is known of an expression, and where what is known stands."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar, dataclass_transform

from tfgen.errors import Location
from tfgen.hcl.tree import Span

if TYPE_CHECKING:
    from tfgen.program.model import Resource

_LONGEST_NUMBER = 1000
UNKNOWN_PIECE: Final = "\0"
"""Stands in :meth:`Value.pattern` for a piece of text that is not known."""


class Unknown(enum.Enum):
    """The type of :data:`UNKNOWN`."""

    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown.UNKNOWN
"""What only Terraform could tell."""

Data: TypeAlias = (
    "str | int | Decimal | bool | tuple[Value, ...] | Mapping[str, Value]"
    " | Resource | Unknown | None"
)


_Class = TypeVar("_Class")


@dataclass_transform(frozen_default=True, eq_default=False)
def _quick(cls: type[_Class]) -> type[_Class]:
    """A frozen dataclass to whoever checks types; see the nodes of tfgen.hcl.tree for why."""
    return dataclass(slots=True, eq=False)(cls)


@dataclass(frozen=True, slots=True)
class Origin:
    """The attribute of a resource or data source that a value was read from."""

    resource: Resource
    path: tuple[str | int, ...]


@_quick
class Value:
    """What is known of an expression, and the place in ``file`` where that is written.

    A value that came through variables, locals, arguments of module calls or outputs keeps the
    place of its literal. ``origin`` says which attribute of which resource it is, known or not.
    ``parts`` are the pieces of a text that was put together, known and unknown ones in order.
    ``decoded`` is what a JSON text encodes.
    """

    data: Data
    file: str
    span: Span
    origin: Origin | None = None
    parts: tuple[Value, ...] = ()
    decoded: Value | None = None

    @property
    def where(self) -> Location:
        """The first line and column of what is known."""
        return Location(self.file, self.span.line, self.span.column)

    @property
    def is_known(self) -> bool:
        """Whether the value itself is known; items of a list or map may still not be."""
        return self.data is not UNKNOWN

    @property
    def is_null(self) -> bool:
        """Whether the value is known to be null."""
        return self.data is None

    @property
    def text(self) -> str | None:
        """A known scalar as Terraform converts it to a string."""
        return scalar_text(self.data)

    @property
    def number(self) -> int | Decimal | None:
        """A known number, also one written as a string."""
        if isinstance(self.data, bool):
            return None
        if isinstance(self.data, int | Decimal):
            return self.data
        if isinstance(self.data, str):
            try:
                number = Decimal(self.data)
            except ArithmeticError:
                return None
            if not number.is_finite():
                return None
            return int(number) if number == number.to_integral_value() else number
        return None

    @property
    def truth(self) -> bool | None:
        """A known boolean, also one written as a string."""
        if isinstance(self.data, bool):
            return self.data
        return {"true": True, "false": False}.get(self.data) if isinstance(self.data, str) else None

    @property
    def prefix(self) -> str:
        """The known text that the value begins with; "" where nothing is known."""
        if self.is_known:
            return self.text or ""
        return self.parts[0].prefix if self.parts else ""

    @property
    def suffix(self) -> str:
        """The known text that the value ends with; "" where nothing is known."""
        if self.is_known:
            return self.text or ""
        return self.parts[-1].suffix if self.parts else ""

    def pattern(self) -> str | None:
        """The text with UNKNOWN_PIECE for each unknown piece; None for what is no text at all."""
        if isinstance(self.data, str):
            return self.data
        if self.is_known or not self.parts:
            return self.text
        return "".join(part.pattern() or UNKNOWN_PIECE for part in self.parts)

    @property
    def items(self) -> tuple[Value, ...]:
        """The items of a list, in order; none for anything else."""
        return self.data if isinstance(self.data, tuple) else ()

    @property
    def entries(self) -> Mapping[str, Value]:
        """The entries of a map; none for anything else."""
        return self.data if isinstance(self.data, Mapping) else {}

    @property
    def resource(self) -> Resource | None:
        """The resource that this value is, or is an attribute of."""
        if self.origin is not None:
            return self.origin.resource
        return None if _is_plain(self.data) else self.data  # type: ignore[return-value]

    @property
    def attribute(self) -> str | None:
        """The name of the attribute this value is, when it is one of a resource."""
        if self.origin is None or not self.origin.path:
            return None
        first = self.origin.path[0]
        return first if isinstance(first, str) else None

    def get(self, *path: str | int) -> Value | None:
        """What stands at ``path`` below this value.

        None where there is nothing, or null; an unknown value below anything unknown.
        """
        found: Value | None = self
        for step in path:
            if found is None:
                return None
            found = found.item(step)
        return None if found is None or found.data is None else found

    def item(self, step: str | int) -> Value | None:
        """What stands under one key or index, null included; None where there is nothing."""
        if isinstance(self.data, tuple):
            if isinstance(step, int) and -len(self.data) <= step < len(self.data):
                return self.data[step]
            return None
        if isinstance(self.data, Mapping):
            return self.data.get(str(step))
        if self.data is UNKNOWN:
            origin = self.origin and Origin(self.origin.resource, (*self.origin.path, step))
            return Value(UNKNOWN, self.file, self.span, origin)
        if not _is_plain(self.data) and self.resource is not None:
            return self.resource.read(str(step))
        return None

    def as_list(self) -> tuple[Value, ...]:
        """The items of a list; a scalar or an unknown value as the only item; none for null."""
        if isinstance(self.data, tuple):
            return self.data
        return () if self.data is None else (self,)

    def plain(self) -> Any:
        """The value as plain Python: scalars, None, lists, dicts, resources and UNKNOWN."""
        if isinstance(self.data, tuple):
            return [item.plain() for item in self.data]
        if isinstance(self.data, Mapping):
            return {key: item.plain() for key, item in self.data.items()}
        return self.data

    def is_wholly_known(self) -> bool:
        """Whether nothing in the value is unknown; attributes of a whole resource may be."""
        if isinstance(self.data, tuple):
            return all(item.is_wholly_known() for item in self.data)
        if isinstance(self.data, Mapping):
            return all(item.is_wholly_known() for item in self.data.values())
        return self.is_known and _is_plain(self.data)

    def walk(
        self, path: tuple[str | int, ...] = ()
    ) -> Iterator[tuple[tuple[str | int, ...], Value]]:
        """This value and all below it, each with its path."""
        yield path, self
        if isinstance(self.data, tuple):
            for index, item in enumerate(self.data):
                yield from item.walk((*path, index))
        elif isinstance(self.data, Mapping):
            for key, item in self.data.items():
                yield from item.walk((*path, key))

    def resources(self) -> tuple[Resource, ...]:
        """Every resource that this value, its items, parts and JSON come from, once each."""
        found: dict[int, Resource] = {}
        pending = [self]
        while pending:
            value = pending.pop()
            if value.resource is not None:
                found.setdefault(id(value.resource), value.resource)
            pending += reversed(value.parts)
            if value.decoded is not None:
                pending.append(value.decoded)
            pending += reversed(value.items)
            pending += reversed(tuple(value.entries.values()))
        return tuple(found.values())


def _is_plain(data: Data) -> bool:
    return data is None or isinstance(data, str | int | Decimal | tuple | Mapping | Unknown)


def scalar_text(data: Data) -> str | None:
    """A scalar as Terraform converts it to a string; None for everything else."""
    if isinstance(data, str):
        return data
    if isinstance(data, bool):
        return "true" if data else "false"
    if isinstance(data, int):
        return str(data)
    if isinstance(data, Decimal):
        exponent = data.as_tuple().exponent
        if not isinstance(exponent, int) or abs(exponent) > _LONGEST_NUMBER:
            return None
        text = format(data, "f")
        return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
    return None
