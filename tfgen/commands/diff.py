"""`tfgen diff`: what a change of templates and YAML does, resource by resource."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from tfgen.cache import cache_folder
from tfgen.commands import _options
from tfgen.commands._console import Console, wants_colour
from tfgen.errors import EXIT_CLEAN, EXIT_FINDINGS, Problem, TfgenError, fail

if TYPE_CHECKING:
    from tfgen.changes.fold import Report
    from tfgen.changes.reasons import Lines, Yaml
    from tfgen.changes.trees import Tree
    from tfgen.config.environment import Environment
    from tfgen.config.environments import Environments
    from tfgen.git import Revision
    from tfgen.project import Project
    from tfgen.templating.memory import Memory

FORMATS = ("text", "json", "markdown")
WORKING_TREE = "the working tree"
_FOLDERS = ("environments", "templates")


@click.command(
    "diff",
    epilog="Example: tfgen diff --base origin/main   |   tfgen diff --base HEAD prod   |   "
    "tfgen diff staging prod   |   tfgen diff --base origin/main --format markdown",
)
@click.argument("environments", nargs=-1, metavar="[ENV]...")
@click.option(
    "--base",
    metavar="REF",
    help="The git revision to compare the working tree with: a branch, tag or commit.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How to report.",
)
@click.option(
    "--output",
    "target",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to report [default: standard output].",
)
@_options.shared(_options.directory, _options.no_cache, _options.quiet)
def command(
    environments: tuple[str, ...],
    base: str | None,
    format_: str,
    target: Path | None,
    directory: Path,
    no_cache: bool,
    quiet: bool,
) -> int:
    """What changes from REF to the working tree, or how two environments differ.

    With --base, templates and YAML of both are rendered in memory, every environment or each ENV,
    and compared resource by resource: what is added, removed or moved, each argument old -> new
    with the line of template or YAML that changed, and what is dangerous. Layout is not compared.
    Uncommitted changes count; generated/ does not, and no file is touched.

    With two environments and no --base: what differs between them but for names, account ids and
    networks.

    Exit status 0 if nothing differs, 1 if something does, 2 if either side cannot be rendered.
    """
    if base is None and len(environments) != 2:
        raise click.UsageError("say --base REF, or name two environments to compare.")

    from tfgen.project import open_project

    console = Console(quiet)
    project = open_project(directory)
    cache = None if no_cache else cache_folder()
    if base is None:
        report = _parity(project, environments, console, cache)
    else:
        report = _since(project, base, environments, console, cache)
    console.progress("")
    _print(report, console, format_, target)
    return EXIT_FINDINGS if report.has_changes else EXIT_CLEAN


def _since(
    project: Project, base: str, names: Sequence[str], console: Console, cache: Path | None
) -> Report:
    """The report on a revision and the working tree."""
    from tfgen.changes.trees import compare_revisions
    from tfgen.git import extract, find_revision
    from tfgen.project import Project, open_project
    from tfgen.templating.memory import load_memory

    revision = find_revision(project.root, base)
    shapes = load_memory(cache)
    with TemporaryDirectory(prefix="tfgen-diff-") as folder:
        root = Path(folder)
        before: Mapping[str, Tree] = {}
        try:
            found = extract(revision, _FOLDERS, root)
            missing = [name for name in _FOLDERS if name not in found]
            if found and missing:
                raise fail(f"there is no folder {missing[0]}/")
            if found:
                # Templates compiled from a folder that goes away are not worth keeping.
                old = open_project(root)
                generated = Project(old.root, root / "generated")
                before = _trees(generated, names, console, None, shapes)
        except TfgenError as error:
            raise _of(revision, error) from None
        _refuse_unknown(names, project, before)
        after = _trees(project, names, console, cache, shapes)
        console.progress("comparing")
        return compare_revisions(str(revision), WORKING_TREE, before, after)


def _parity(project: Project, names: Sequence[str], console: Console, cache: Path | None) -> Report:
    """The report on two environments of the working tree."""
    from tfgen.changes.trees import compare_environments
    from tfgen.templating.memory import load_memory

    if names[0] == names[1]:
        raise click.UsageError("name two different environments.")
    _refuse_unknown(names, project, {})
    trees = _trees(project, names, console, cache, load_memory(cache))
    kinds = [trees[name].kind for name in names]
    if kinds[0] != kinds[1]:
        raise fail(
            f"{names[0]} is a stack of the kind {kinds[0]}, {names[1]} of the kind {kinds[1]}",
            hint="compare two environments of one kind",
        )
    return compare_environments(trees[names[0]], trees[names[1]])


def _refuse_unknown(names: Iterable[str], project: Project, before: Mapping[str, Tree]) -> None:
    from tfgen.config.load import known_names
    from tfgen.suggest import choice_hint

    known = (*known_names(project), *before)
    for name in names:
        if name not in known:
            raise fail(f'there is no environment "{name}"', hint=choice_hint(name, known))


def _of(revision: Revision, error: TfgenError) -> TfgenError:
    """The error of a revision, which says so: its places are not those of the working tree."""
    return TfgenError(
        Problem(f"in {revision}: {one.message}", one.where, one.hint, one.related)
        for one in error.problems
    )


def _trees(
    project: Project,
    wanted: Sequence[str],
    console: Console,
    cache: Path | None,
    shapes: Memory,
) -> Mapping[str, Tree]:
    """Every environment of a project, or those wanted that it has, rendered.

    ``shapes`` are known from other templates, and learnt. TfgenError with what is wrong with any
    of them.
    """
    from tfgen.changes.reasons import Yaml
    from tfgen.config.environments import Environments
    from tfgen.config.load import environment_names
    from tfgen.config.provenance import provenance
    from tfgen.templating.memory import Memory

    every = environment_names(project)
    names = [name for name in every if not wanted or name in wanted]
    environments = Environments(project)
    lines = _lines(project)
    memory = Memory(shapes=shapes.shapes, kept=shapes.kept)
    problems: list[Problem] = []
    trees: dict[str, Tree] = {}
    yaml: dict[str, Yaml] = {}
    for name in every:
        # What is wrong with one that is wanted, or that it reads, is told when it is rendered.
        with suppress(TfgenError):
            yaml[name] = Yaml(environments[name].data, provenance(project, environments[name]))
    for number, name in enumerate(names, 1):
        console.progress(f"rendering {name} ({number}/{len(names)})")
        try:
            trees[name] = _tree(
                project, environments, environments[name], lines, yaml, cache, memory
            )
        except TfgenError as error:
            problems += error.problems
    if problems:
        raise TfgenError(dict.fromkeys(problems))
    return trees


def _tree(
    project: Project,
    environments: Environments,
    environment: Environment,
    lines: Lines,
    yaml: Mapping[str, Yaml],
    cache: Path | None,
    memory: Memory,
) -> Tree:
    """``yaml`` is that of every environment that can be read, this one's included."""
    from tfgen.changes.reasons import Side
    from tfgen.changes.trees import Tree
    from tfgen.templating.render import render

    kind = environments.kinds[environment.kind]
    rendered = render(environment, kind, project.templates, cache, memory)
    folder = f"generated/{rendered.folder}"
    files = {f"{folder}/{file.path}": file for file in rendered.files}
    name = environment.name
    return Tree(name, folder, environment.kind, Side(files, lines, yaml[name], yaml))


def _lines(project: Project) -> Lines:
    """The lines of the project's templates and YAML, by path as shown."""
    return {
        project.display(path): tuple(path.read_bytes().decode("utf-8", "replace").split("\n"))
        for name in _FOLDERS
        for path in sorted((project.root / name).rglob("*"))
        if path.is_file()
    }


def _print(report: Report, console: Console, format_: str, target: Path | None) -> None:
    """The report where it belongs, then the summary, unless a program reads standard output."""
    from tfgen.changes.words import summary
    from tfgen.output.single import write_single

    text = _formatted(report, format_, colour=target is None and wants_colour(sys.stdout))
    if target is not None:
        write_single(target, f"{text}\n".encode() if text else b"", target.as_posix())
    elif text:
        console.result(text)
    if target is not None or format_ == "text":
        console.summary(summary(report))


def _formatted(report: Report, format_: str, *, colour: bool) -> str:
    if format_ == "json":
        from tfgen.changes.json import json_report

        return json_report(report)
    if format_ == "markdown":
        from tfgen.changes.markdown import markdown_report

        return markdown_report(report)
    from tfgen.changes.text import text_report

    return text_report(report, colour=colour)
