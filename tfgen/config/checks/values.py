"""Reading an environment's data where any key may be missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from tfgen.errors import Location

if TYPE_CHECKING:
    from tfgen.config.environment import Environment


def value(environment: Environment, *path: str | int) -> Any:
    """The value at ``path``, or None where a key of it is missing."""
    found: Any = environment.data
    try:
        for key in path:
            found = found[key]
    except (KeyError, IndexError, TypeError):
        return None
    return found


def place(environment: Environment, *path: str | int) -> Location | None:
    """Where the value at ``path`` stands."""
    return environment.positions.get(path)


def key_place(environment: Environment, *path: str | int) -> Location | None:
    """Where the key of the value at ``path`` stands."""
    return environment.keys.get(path) or environment.positions.get(path)


def services(environment: Environment) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The services of an environment by name."""
    yield from (value(environment, "services") or {}).items()


def related(**places: Location | None) -> tuple[tuple[str, Location], ...]:
    """Labelled places for a problem, without those that are unknown."""
    return tuple((label, where) for label, where in places.items() if where is not None)
