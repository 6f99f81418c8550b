"""From environment names to checked trees in memory: load, render, parse back."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tfgen.commands._console import Console
from tfgen.commands._discretion import discreet
from tfgen.config.environment import Environment
from tfgen.config.environments import Environments
from tfgen.config.kinds import load_kind
from tfgen.config.load import load_environment
from tfgen.errors import Location, Problem, TfgenError
from tfgen.output.files import OutputFile
from tfgen.project import Project
from tfgen.templating.analysis import Analysis, analyse, unread_keys
from tfgen.templating.render import RenderedTree, render
from tfgen.words import counted


@dataclass(frozen=True, slots=True)
class Built:
    """One environment, rendered and parsed back, not yet on disk."""

    environment: Environment
    tree: RenderedTree
    warnings: tuple[Problem, ...]

    @property
    def files(self) -> tuple[OutputFile, ...]:
        return tuple(
            OutputFile(file.path, file.text.encode(), file.template) for file in self.tree.files
        )


def build(
    project: Project,
    names: Sequence[str],
    console: Console,
    cache: Path | None,
    suffix: str = "",
) -> tuple[Built, ...]:
    """Render and parse back every named environment; all problems of all of them in one error.

    ``suffix`` makes short-lived copies of the environments. ``cache`` is the folder for compiled
    templates, the grammar and verdicts, or None.
    """
    problems: list[Problem] = []
    built: list[Built] = []
    environments = Environments(project)
    analyses: dict[str, Analysis] = {}
    for number, name in enumerate(names, 1):
        console.progress(f"rendering {name} ({number}/{len(names)})")
        try:
            if suffix or name not in environments:
                environment = load_environment(project, name, suffix, environments)
            else:
                environment = environments[name]
            kind = environments.kinds[environment.kind]
            if kind.name not in analyses:
                analyses[kind.name] = analyse(kind, project.templates, cache)
            analysis = analyses[kind.name]
            if analysis.problems:
                problems += analysis.problems
                continue
            tree = render(environment, kind, project.templates, cache)
        except TfgenError as error:
            problems += error.problems
        else:
            built.append(Built(environment, tree, unread_keys(environment, analysis)))
    if not problems:
        problems += _parse_back(project, built, console, cache)
    console.progress("")
    if problems:
        raise TfgenError(dict.fromkeys(problems))
    return tuple(built)


def rendered(project: Project, environment: Environment, cache: Path | None) -> RenderedTree:
    """What an environment renders to, not parsed back: to tell where the lines of a tree come from.

    TfgenError where a template is wrong.
    """
    return render(environment, load_kind(project, environment.kind), project.templates, cache)


def _parse_back(
    project: Project, built: Sequence[Built], console: Console, cache: Path | None
) -> Iterator[Problem]:
    """Read every rendered file with python-hcl2; what is wrong points at the template's line."""
    from tfgen.hcl.parseback import check

    files = {
        project.display(project.output / one.tree.folder / file.path): file
        for one in built
        for file in one.tree.files
    }
    console.progress(f"parsing {counted(len(files), 'file')} back")
    result = check(
        [(path, file.text) for path, file in files.items()],
        cache=cache,
        processes=os.cpu_count() or 1,
    )
    for path, disagreement in result.disagreements.items():
        file = files[path]
        value = file.value_lines.get(disagreement.line)
        yield Problem(
            discreet(disagreement.message, file.text, disagreement.line),
            file.template_lines.get(disagreement.line, Location(file.template)),
            related=(
                ("output", Location(path, disagreement.line, disagreement.column)),
                *((("value from", value),) if value else ()),
            ),
        )
    console.progress("")
    console.message(
        f"parsed {counted(result.parsed, 'file')} back, {result.cached} answered from the cache"
    )
