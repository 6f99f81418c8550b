"""Data that notes what templates read of it."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, KeysView, ValuesView
from typing import TypeAlias

from tfgen.templating.located import KeyPath, LocatedList, LocatedMap

Note: TypeAlias = Callable[[KeyPath], None]
"""Called with the path of every value that is read; that of a map when its keys are."""


class WatchedMap(LocatedMap):
    """A map of YAML data that notes every read, also of keys that are not there."""

    __slots__ = ("at", "note")

    def __init__(self, known: LocatedMap, at: KeyPath, note: Note) -> None:
        items = {key: watched(item, (*at, str(key)), note) for key, item in dict.items(known)}
        super().__init__(items, known.path, known.location, known.places)
        self.at = at
        self.note = note

    def __getitem__(self, key: str) -> object:
        self.note((*self.at, str(key)))
        return super().__getitem__(key)

    def get(self, key: str, default: object = None) -> object:
        self.note((*self.at, str(key)))
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self.note((*self.at, str(key)))
        return super().__contains__(key)

    def __iter__(self) -> Iterator[str]:
        self.note(self.at)
        return super().__iter__()

    def __len__(self) -> int:
        self.note(self.at)
        return super().__len__()

    def __eq__(self, other: object) -> bool:
        self._read_all()
        return super().__eq__(other)

    __hash__ = None  # type: ignore[assignment]

    def keys(self) -> KeysView[str]:  # type: ignore[override]
        return KeysView(self)

    def values(self) -> ValuesView[object]:  # type: ignore[override]
        return ValuesView(self)

    def items(self) -> ItemsView[str, object]:  # type: ignore[override]
        return ItemsView(self)

    def _read_all(self) -> None:
        """Note everything below, as a comparison reads it."""
        for value in self.values():
            pending = [value]
            while pending:
                item = pending.pop()
                if isinstance(item, WatchedMap):
                    pending += item.values()
                elif isinstance(item, list):
                    pending += item


def watched(value: object, at: KeyPath, note: Note) -> object:
    """The value with maps that note reads; ``at`` is its path."""
    if isinstance(value, LocatedMap):
        return WatchedMap(value, at, note)
    if isinstance(value, LocatedList):
        items = [watched(item, (*at, index), note) for index, item in enumerate(value)]
        return LocatedList(items, value.path, value.location, value.places)
    return value
