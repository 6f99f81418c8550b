"""The stacks of a project by name, each read, merged and checked when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from tfgen.config.environment import Environment
from tfgen.errors import fail
from tfgen.project import Project

if TYPE_CHECKING:
    from tfgen.config.kinds import Kind


class Environments(Mapping[str, Environment]):
    """Every environment of a project, without suffix, under its name.

    Names are known without opening a file. ``kinds`` collects the kinds that were met, so that
    each schema is read and compiled once. Asking for an environment raises TfgenError for what
    is wrong with it, and for two that cannot be loaded without each other.
    """

    def __init__(self, project: Project) -> None:
        from tfgen.config.load import known_names

        self.project = project
        self.kinds: dict[str, Kind] = {}
        self._names = known_names(project)
        self._loaded: dict[str, Environment] = {}
        self._loading: list[str] = []

    def __getitem__(self, name: str) -> Environment:
        if name not in self._loaded:
            from tfgen.config.load import load_environment

            if name not in self._names:
                raise KeyError(name)
            if name in self._loading:
                circle = " -> ".join((*self._loading[self._loading.index(name) :], name))
                raise fail(f"environments that need each other: {circle}")
            self._loading.append(name)
            try:
                self._loaded[name] = load_environment(self.project, name, environments=self)
            finally:
                self._loading.pop()
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._names
