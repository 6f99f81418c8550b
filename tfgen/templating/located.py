"""Values that remember the line of YAML they were read from.

Strings, numbers, lists and maps are subclasses of the plain types, so that templates, filters and
tests see nothing unusual. ``true``, ``false`` and ``null`` cannot be subclassed: the map or list
that holds them knows their place, and reading them is noted by the environment.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterable, Mapping, ValuesView
from typing import Self, TypeVar, overload

from tfgen.errors import Location

KeyPath = tuple[str | int, ...]
Positions = Mapping[KeyPath, Location]


class LocatedStr(str):
    """A string and where it comes from."""

    __slots__ = ("location",)
    location: Location | None

    def __new__(cls, value: str = "", location: Location | None = None) -> Self:
        self = super().__new__(cls, value)
        self.location = location
        return self


class LocatedInt(int):
    """An integer and where it comes from."""

    location: Location | None

    def __new__(cls, value: int = 0, location: Location | None = None) -> Self:
        self = super().__new__(cls, value)
        self.location = location
        return self


class LocatedFloat(float):
    """A number and where it comes from."""

    location: Location | None

    def __new__(cls, value: float = 0.0, location: Location | None = None) -> Self:
        self = super().__new__(cls, value)
        self.location = location
        return self


class LocatedMap(dict[str, object]):
    """A map, its path in the data ("env.network"), and the places of its values."""

    __slots__ = ("location", "path", "places")

    def __init__(
        self,
        items: Mapping[str, object],
        path: str = "",
        location: Location | None = None,
        places: Mapping[str, Location] | None = None,
    ) -> None:
        super().__init__(items)
        self.path = path
        self.location = location
        self.places = places or {}


class LazyMap(LocatedMap):
    """A map whose values are made when they are read: names are known, values are not."""

    __slots__ = ("read",)

    def __init__(self, names: Iterable[str], read: Callable[[str], object], path: str) -> None:
        super().__init__(dict.fromkeys(names), path)
        self.read = read

    def __getitem__(self, name: str) -> object:
        value = super().__getitem__(name)
        if value is None:
            value = self.read(name)
            super().__setitem__(name, value)
        return value

    def get(self, name: str, default: object = None) -> object:
        return self[name] if name in self else default  # noqa: SIM401 - dict.get reads no value

    def values(self) -> ValuesView[object]:  # type: ignore[override]
        return ValuesView(self)

    def items(self) -> ItemsView[str, object]:  # type: ignore[override]
        return ItemsView(self)


class LocatedList(list[object]):
    """A list, its path in the data, and the places of its items."""

    __slots__ = ("location", "path", "places")

    def __init__(
        self,
        items: Iterable[object],
        path: str = "",
        location: Location | None = None,
        places: tuple[Location | None, ...] = (),
    ) -> None:
        super().__init__(items)
        self.path = path
        self.location = location
        self.places = places


_LOCATED = (LocatedStr, LocatedInt, LocatedFloat, LocatedMap, LocatedList)

T = TypeVar("T")


def location_of(value: object) -> Location | None:
    """Where a value comes from, when it knows."""
    return value.location if isinstance(value, _LOCATED) else None


def first_location(values: Iterable[object]) -> Location | None:
    """The first known location among several values."""
    for value in values:
        location = location_of(value)
        if location is not None:
            return location
    return None


@overload
def relocated(value: str, location: Location | None) -> str: ...
@overload
def relocated(value: T, location: Location | None) -> T: ...
def relocated(value: object, location: Location | None) -> object:
    """The value with a location, for what was computed from located values; plain types only."""
    if location is not None:
        kind = type(value)
        if kind is str:
            return LocatedStr(value, location)  # type: ignore[arg-type]
        if kind is int:
            return LocatedInt(value, location)  # type: ignore[arg-type]
        if kind is float:
            return LocatedFloat(value, location)  # type: ignore[arg-type]
    return value


def locate(
    data: Mapping[str, object], positions: Positions, keys: Positions, name: str = "env"
) -> LocatedMap:
    """The data of an environment, every value with its place; templates call it ``name``.

    ``positions`` holds the place of every value by path, ``keys`` the place of every map key; what
    they do not know takes the place of the map or list around it.
    """
    located = _locate(data, (), name, positions.get(()), positions, keys)
    assert isinstance(located, LocatedMap)  # noqa: S101 - data is a map
    return located


def _locate(
    value: object,
    path: KeyPath,
    name: str,
    outer: Location | None,
    positions: Positions,
    keys: Positions,
) -> object:
    location = positions.get(path, outer)
    if isinstance(value, Mapping):
        items: dict[str, object] = {}
        places: dict[str, Location] = {}
        for key, item in value.items():
            inner = (*path, key)
            key_text = LocatedStr(key, keys.get(inner) or positions.get(inner, location))
            items[key_text] = _locate(
                item, inner, member_name(name, key), location, positions, keys
            )
            place = positions.get(inner, location)
            if place is not None:
                places[key] = place
        return LocatedMap(items, name, location, places)
    if isinstance(value, (list, tuple)):
        return LocatedList(
            [
                _locate(item, (*path, index), f"{name}[{index}]", location, positions, keys)
                for index, item in enumerate(value)
            ],
            name,
            location,
            tuple(positions.get((*path, index), location) for index in range(len(value))),
        )
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return LocatedStr(value, location)
    if isinstance(value, int):
        return LocatedInt(value, location)
    if isinstance(value, float):
        return LocatedFloat(value, location)
    return value


def member_name(name: str, key: object) -> str:
    """How a template writes a member of ``name``: ``env.network`` or ``env.tags["a b"]``."""
    text = str(key)
    if text.isidentifier():
        return f"{name}.{text}"
    return f'{name}["{text}"]'
