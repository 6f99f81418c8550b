"""The stacks of a project by name, each read, merged and checked when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from tfgen.config.environment import Environment
from tfgen.errors import fail
from tfgen.project import Project

if TYPE_CHECKING:
    from tfgen.config.kinds import Kind
    from tfgen.config.nodes import Node


class Environments(Mapping[str, Environment]):
    """Every environment of a project, without suffix, under its name.

    Names are known without opening a file. ``kinds`` collects the kinds that were met, so that
    each schema is read and compiled once, and ``bases`` the files that others extend. Asking for
    an environment raises TfgenError for what is wrong with it, and for two that cannot be loaded
    without each other.
    """

    def __init__(self, project: Project) -> None:
        from tfgen.config.load import known_names

        self.project = project
        self.kinds: dict[str, Kind] = {}
        self.bases: dict[str, Node] = {}
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

    def forget(self, name: str) -> None:
        """Keep an environment no longer; asked for again, it is read again."""
        self._loaded.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._names


class Others(Mapping[str, Environment]):
    """The environments of a project as one of them sees them: what it looked at is noted."""

    def __init__(self, environments: Environments) -> None:
        self._environments = environments
        self._files: set[str] = set()
        self._others: dict[str, Mapping[str, Environment]] = {}

    def __getitem__(self, name: str) -> Environment:
        environment = self._environments[name]
        self._files.update(environment.files)
        self._others[name] = environment.environments
        return environment

    def __iter__(self) -> Iterator[str]:
        self._files.add(self._folder())
        return iter(self._environments)

    def __len__(self) -> int:
        self._files.add(self._folder())
        return len(self._environments)

    def __contains__(self, name: object) -> bool:
        found = name in self._environments
        self._files.add(f"{self._folder()}{name}.yaml" if found else self._folder())
        return found

    def reads(self, seen: frozenset[str] = frozenset()) -> frozenset[str]:
        """What :func:`files_read` gives for this one, beside its own files; ``seen`` are names."""
        files = frozenset(self._files)
        for name, others in self._others.items():
            if name not in seen and isinstance(others, Others):
                files |= others.reads(seen | {name})
        return files

    def _folder(self) -> str:
        project = self._environments.project
        return f"{project.display(project.environments)}/"


def files_read(environment: Environment) -> tuple[str, ...]:
    """Every YAML file that had a say in an environment and in what was rendered of it so far.

    Its own file comes first, then those that it extends and those of others that it looked at,
    sorted. The folder (with a slash at its end) stands for the list of names, where it looked at
    that. Paths are those that messages show.
    """
    others = environment.environments
    more = others.reads() if isinstance(others, Others) else frozenset()
    own = environment.files
    return (own[0], *sorted({*own[1:], *more}.difference(own[:1])))
