"""Rendering under watch: which templates and which data each output file was made of."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeAlias

from jinja2 import TemplateNotFound, meta, nodes

from tfgen.config.environment import Environment
from tfgen.config.environments import Environments
from tfgen.config.kinds import Kind
from tfgen.config.load import environment_names
from tfgen.errors import Location, Problem, TfgenError
from tfgen.hcl.layout import layout
from tfgen.impact.watch import watched
from tfgen.project import Project
from tfgen.templating.environment import TemplateEnvironment, TemplateFiles
from tfgen.templating.fill import fill, plan
from tfgen.templating.holes import HOLE, MARK, Rendering
from tfgen.templating.linemap import unmark
from tfgen.templating.located import KeyPath, LazyMap, LocatedMap, locate, member_name
from tfgen.templating.modules import (
    MODULES,
    Module,
    called_module,
    module_names,
    module_sources,
    template_files,
)
from tfgen.templating.render import holds_reserved, shared_context
from tfgen.templating.run import run_template

Read: TypeAlias = tuple[str, KeyPath]
"""The name of an environment and a path in its data."""

Line: TypeAlias = tuple[str, int]
"""A template and a line of it."""


Extra: TypeAlias = tuple[tuple[str, str], ...]
"""Variables that only some templates see."""


@dataclass(frozen=True, slots=True)
class Origin:
    """How a file is made: its template, where it goes, and what only it sees."""

    template: str
    folder: str
    extra: Extra


@dataclass(frozen=True, slots=True, eq=False)
class TracedFile:
    """One file of a tree, without its header.

    ``text`` is None where the template comes to nothing. ``lines`` are, for each line from 1, the
    template lines that put something on it, and ``values`` the YAML behind it. ``templates`` are
    all that were loaded, ``reads`` all that was read.
    """

    path: str
    origin: Origin
    text: str | None
    lines: Mapping[int, frozenset[Line]]
    values: Mapping[int, Location]
    templates: frozenset[str]
    reads: frozenset[Read]


@dataclass(frozen=True, slots=True, eq=False)
class TracedTree:
    """Everything that is rendered for one environment."""

    environment: Environment
    kind: Kind
    files: tuple[TracedFile, ...]


class _WatchedFiles(TemplateFiles):
    """Template files that note which of them are asked for, found or not."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.asked: set[str] = set()

    def get_source(self, environment: Any, template: str) -> Any:
        self.asked.add(template)
        return super().get_source(environment, template)


class Tracer:
    """Renders the environments of a project, each file as often as it is asked for."""

    def __init__(self, project: Project, cache: Path | None) -> None:
        self.project = project
        self.environments = Environments(project)
        self._files = _WatchedFiles(project.templates)
        self._jinja = TemplateEnvironment(self._files, project.templates.name, cache)
        self._uses_prefix: dict[str, bool] = {}

    def trees(self) -> dict[str, TracedTree]:
        """The tree of every environment; TfgenError with what is wrong in any of them."""
        problems: list[Problem] = []
        found = {}
        for name in environment_names(self.project):
            try:
                found[name] = self._tree(self.environments[name])
            except TfgenError as error:
                problems += error.problems
        if problems:
            raise TfgenError(dict.fromkeys(problems))
        return found

    def _tree(self, environment: Environment) -> TracedTree:
        kind = self.environments.kinds[environment.kind]
        templates = self.project.templates
        pending: deque[tuple[str, str, Extra]] = deque(
            ("/".join(filter(None, ("stacks", kind.name, root))), root, (("root", root),))
            for root in kind.roots_of(environment.suffix)
        )
        known = module_names(templates)
        seen: set[Module] = set()
        files = []
        while pending:
            source, folder, extra = pending.popleft()
            for name in template_files(templates / source):
                file = self.file(environment, Origin(f"{source}/{name}", folder, extra))
                files.append(file)
                for path, _ in module_sources(file.text or ""):
                    module = called_module(path, folder, templates.name, known)
                    if module is None or module in seen:
                        continue
                    seen.add(module)
                    own: Extra = (("instance", module.instance),) if module.instance else ()
                    pending.append((f"{MODULES}/{module.name}", module.folder, own))
        return TracedTree(environment, kind, tuple(files))

    def file(
        self,
        environment: Environment,
        origin: Origin,
        instead: Mapping[str, Environment] | None = None,
    ) -> TracedFile:
        """Render one file; ``instead`` are environments with other data than they have.

        With other data the templates are not noted.
        """
        reads: set[Read] = set()
        environment = (instead or {}).get(environment.name, environment)
        context = {**shared_context(environment), **dict(origin.extra)}
        context["env"] = _watched(environment, reads)
        context["environments"] = self._others(environment, instead or {}, reads)
        if instead is None and self._jinja.cache is not None:
            # A template in Jinja's memory would not be asked for again.
            self._jinja.cache.clear()
        self._files.asked = set()
        rendering = Rendering(holds_reserved(environment))
        raw = run_template(self._jinja, origin.template, context, rendering)
        asked = frozenset(self._files.asked)
        if instead is None and any(map(self._reads_prefix, asked)):
            reads.add((environment.name, ("project",)))
        marked = unmark(raw, rendering.holes, origin.template, self._jinja.location)
        structure = plan(marked.skeleton)
        name = origin.template.rpartition("/")[2].removesuffix(".j2")
        path = "/".join(filter(None, (origin.folder, name)))
        if structure.is_empty:
            return TracedFile(path, origin, None, {}, {}, asked, frozenset(reads))
        filled = fill(structure, rendering.holes)
        filled = filled.after(_laid_out(filled.text))
        sources = [self._on_line(line, rendering) for line in raw.split("\n")]
        lines = {number: sources[line] for number, line in enumerate(filled.lines, 1)}
        values = {number + 1: place for number, place in filled.sources.items()}
        return TracedFile(path, origin, filled.text, lines, values, asked, frozenset(reads))

    def _on_line(self, line: str, rendering: Rendering) -> frozenset[Line]:
        label = f"{self._jinja.label}/"
        marks = {(found[1], int(found[2])) for found in MARK.finditer(line)}
        holes = (rendering.holes[int(found[1])].where for found in HOLE.finditer(line))
        return frozenset(
            {*marks, *((where.file.removeprefix(label), where.line) for where in holes)}
        )

    def _others(
        self, environment: Environment, instead: Mapping[str, Environment], reads: set[Read]
    ) -> LazyMap:
        def read(name: str) -> LocatedMap:
            other = instead.get(name) or environment.environments[name]
            reads.add((name, ()))
            return _watched(other, reads, member_name("environments", name))

        return LazyMap(environment.environments, read, "environments")

    def _reads_prefix(self, template: str) -> bool:
        """Whether a template reads ``prefix``, which is made of the key ``project``."""
        if template not in self._uses_prefix:
            names = meta.find_undeclared_variables(self._syntax(template))
            self._uses_prefix[template] = "prefix" in names
        return self._uses_prefix[template]

    def includes(self, template: str, partial_: str) -> tuple[int, ...]:
        """The lines on which a template includes another."""
        return tuple(
            node.lineno
            for node in self._syntax(template).find_all(nodes.Include)
            if isinstance(node.template, nodes.Const) and node.template.value == partial_
        )

    def _syntax(self, template: str) -> nodes.Template:
        """The syntax tree of a template, an empty one where there is no such file."""
        try:
            source, _, _ = self._files.get_source(self._jinja, template)
        except TemplateNotFound:
            source = ""
        return self._jinja.parse(source, template)


def _watched(environment: Environment, reads: set[Read], name: str = "env") -> LocatedMap:
    located = locate(environment.data, environment.positions, environment.keys, name)
    note = partial(_note, reads, environment.name)
    found = watched(located, (), note)
    assert isinstance(found, LocatedMap)  # noqa: S101 - located is one
    return found


def _note(reads: set[Read], name: str, path: KeyPath) -> None:
    reads.add((name, path))


def with_data(environment: Environment, data: Mapping[str, Any]) -> Environment:
    """The environment with other data."""
    return replace(environment, data=data)


@lru_cache(maxsize=1024)
def _laid_out(text: str) -> str:
    """The layout of a file's text, which is the same for most settings that are tried."""
    return layout(text if text.endswith("\n") else f"{text}\n")
