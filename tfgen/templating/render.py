"""Environment and templates -> the files of generated/<environment>/, in memory.

Roots are rendered first, then every module that they call, then what those call. All files are
tried before an error is raised, so that one run reports what is wrong with any of them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tfgen.config.environment import Environment
from tfgen.config.kinds import Kind
from tfgen.errors import Problem, TfgenError
from tfgen.misuse import MisuseError
from tfgen.templating.environment import template_environment
from tfgen.templating.file import RenderedFile, render_file
from tfgen.templating.fill import related
from tfgen.templating.located import LazyMap, LocatedMap, locate, member_name
from tfgen.templating.memory import Memory
from tfgen.templating.modules import (
    MODULES,
    Module,
    called_module,
    module_names,
    module_sources,
    template_files,
)


@dataclass(frozen=True, slots=True)
class RenderedTree:
    """Everything rendered for one environment.

    ``folder`` is its folder below generated/, ``roots`` are the folders to run Terraform in.
    """

    folder: str
    files: tuple[RenderedFile, ...]
    roots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder to render: where its templates are, where it goes, what only it sees."""

    templates: str
    output: str
    context: Mapping[str, object]


def render(
    environment: Environment,
    kind: Kind,
    templates: Path,
    cache: Path | None = None,
    memory: Memory | None = None,
) -> RenderedTree:
    """Render all roots of a kind for one environment, and the modules that they call.

    Templates read ``env`` (the data), ``environment``, ``suffix``, ``prefix``, ``stack``, in roots
    ``root`` (the root's folder), in instances of modules ``instance``, and the functions; and
    ``environments``, the data of the project's other stacks, each loaded when it is read.

    ``templates`` is the project's templates folder, ``cache`` a private folder for compiled
    templates. ``memory`` is what the run learnt from other environments; it must not outlive a
    change of the templates. Raises TfgenError with the problems of every file.
    """
    jinja = template_environment(templates, cache)
    memory = memory or Memory()
    shared = shared_context(environment)
    reserved = holds_reserved(environment)
    roots = kind.roots_of(environment.suffix)
    pending: deque[_Folder] = deque(
        _Folder("/".join(filter(None, ("stacks", kind.name, root))), root, {**shared, "root": root})
        for root in roots
    )
    seen: set[Module] = set()
    files: list[RenderedFile] = []
    problems: list[Problem] = []
    while pending:
        folder = pending.popleft()
        for name in _files(templates, folder.templates, memory):
            template = f"{folder.templates}/{name}"
            try:
                file = render_file(
                    jinja,
                    template,
                    folder.output,
                    folder.context,
                    environment.file,
                    reserved,
                    memory,
                )
            except TfgenError as error:
                problems += error.problems
                continue
            if file is None:
                continue
            files.append(file)
            for module in _called(file, folder.output, templates, memory, problems):
                if module not in seen:
                    seen.add(module)
                    own = {**shared, "instance": module.instance} if module.instance else shared
                    pending.append(_Folder(f"{MODULES}/{module.name}", module.folder, own))
    if problems:
        raise TfgenError(_distinct(problems))
    return RenderedTree(environment.folder, tuple(sorted(files, key=lambda file: file.path)), roots)


def shared_context(environment: Environment) -> dict[str, object]:
    """What every template sees, beside the functions."""
    others = environment.environments
    return {
        "env": locate(environment.data, environment.positions, environment.keys),
        "environments": LazyMap(others, partial(_data_of, others), "environments"),
        "environment": environment.name,
        "suffix": environment.suffix,
        "prefix": environment.prefix,
        "stack": environment.kind,
    }


def holds_reserved(environment: Environment) -> bool:
    """Whether the data has characters of the kind that holes and marks are made of."""
    # repr() writes private-use characters as escapes.
    return "\\ue00" in repr(environment.data)


def _data_of(environments: Mapping[str, Environment], name: str) -> LocatedMap:
    other = environments[name]
    return locate(other.data, other.positions, other.keys, member_name("environments", name))


def _files(templates: Path, folder: str, memory: Memory) -> tuple[str, ...]:
    if folder not in memory.files:
        memory.files[folder] = template_files(templates / folder)
    return memory.files[folder]


def _called(
    file: RenderedFile, folder: str, templates: Path, memory: Memory, problems: list[Problem]
) -> list[Module]:
    modules: list[Module] = []
    if file.sources and not memory.modules:
        memory.modules = module_names(templates)
    for number, source in enumerate(file.sources):
        try:
            module = called_module(source, folder, templates.name, memory.modules)
        except MisuseError as fault:
            _, span = list(module_sources(file.text))[number]
            value = file.value_lines.get(span.line)
            problems.append(
                Problem(
                    fault.message,
                    file.template_lines.get(span.line),
                    fault.hint,
                    related(value, None),
                )
            )
        else:
            if module is not None:
                modules.append(module)
    return modules


def _distinct(problems: list[Problem]) -> list[Problem]:
    """Problems without repetition: instances of one module share their mistakes."""
    return list(dict.fromkeys(problems))
