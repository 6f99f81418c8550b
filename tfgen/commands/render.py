"""`tfgen render`: environments in, checked Terraform out; or, with --check, a verdict only."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tfgen.cache import cache_folder
from tfgen.commands import _options
from tfgen.commands._console import Console, wants_colour
from tfgen.errors import EXIT_CLEAN, EXIT_FINDINGS
from tfgen.words import counted

if TYPE_CHECKING:
    from tfgen.commands._build import Built
    from tfgen.findings import Report
    from tfgen.output.compare import Comparison
    from tfgen.project import Project


@click.command(
    "render",
    epilog="Example: tfgen render dev   |   tfgen render dev --suffix pr-123   |   "
    "tfgen render --all --check --diff",
)
@click.argument("environments", nargs=-1, metavar="[ENV]...")
@click.option("--all", "all_", is_flag=True, help="Every environment of the project.")
@click.option(
    "--suffix",
    default="",
    metavar="SUFFIX",
    help="A short-lived copy, such as pr-123, into generated/ENV-SUFFIX/: the suffix is in every "
    "name, tag and state key, nothing is protected, bootstrap is shared.",
)
@click.option(
    "--check",
    is_flag=True,
    help="Write nothing; exit 1 if generated/ is stale or errors are found.",
)
@click.option("--diff", is_flag=True, help="Show the lines that change.")
@click.option(
    "--force",
    is_flag=True,
    help="Write in spite of findings, and over generated files that were edited by hand.",
)
@_options.shared(_options.directory, _options.output, _options.no_cache, _options.quiet)
def command(
    environments: tuple[str, ...],
    all_: bool,
    suffix: str,
    check: bool,
    diff: bool,
    force: bool,
    directory: Path,
    output: Path | None,
    no_cache: bool,
    quiet: bool,
) -> int:
    """Render each ENV into generated/ENV/, checked before anything is written.

    An error that a rule finds (`tfgen rules`) keeps every tree from being written; warnings and
    notes do not. Rules that compare environments see those that are rendered together.
    """
    if bool(environments) == all_:
        raise click.UsageError("name environments, or say --all (not both).")
    if all_ and suffix:
        raise click.UsageError("--suffix is for environments by name, not for --all.")

    from tfgen.commands import _stamps
    from tfgen.project import open_project, tree_name

    began, started = time.time_ns(), time.perf_counter()
    console = Console(quiet)
    project = open_project(directory, output)
    cache = None if no_cache else cache_folder()
    inputs = None if cache is None else _stamps.inputs(project)
    stamp = None if cache is None or force else _stamps.load(cache, project, inputs)
    names = tuple(dict.fromkeys(environments))
    if all_:
        names = (stamp.names if stamp else ()) or _every_name(project)
    folders = {name: tree_name(name, suffix) for name in names}
    trees = {
        folder: None if cache is None else _stamps.tree(project, folder)
        for folder in folders.values()
    }
    # Rules that compare environments have seen all of them only in a run over all.
    together = not all_ or bool(stamp and stamp.names)
    pending = []
    for name, folder in folders.items():
        if stamp is not None and together and stamp.is_current(folder, trees[folder]):
            count = stamp.environments[folder][1]
            console.summary(_unchanged(folder, count, check=check, started=started))
        else:
            pending.append(name)
    if not pending:
        return EXIT_CLEAN
    mode = Mode(suffix, check, diff, force)
    whole = all_ and len(pending) == len(names)
    clean, status = _render(project, pending, console, cache, mode, started, whole=whole)
    known = {
        folder: (tree, clean[folder]) for folder, tree in trees.items() if tree and folder in clean
    }
    if cache is not None and inputs is not None and known:
        seen = _stamps.Stamp(inputs, names if whole else (), known)
        _stamps.save(cache, project, seen, started=began)
    return status


@dataclass(frozen=True, slots=True)
class Mode:
    """What is rendered for an environment, and what is done with it."""

    suffix: str
    check: bool
    diff: bool
    force: bool


def _every_name(project: Project) -> tuple[str, ...]:
    from tfgen.config.load import environment_names

    return environment_names(project)


def _render(
    project: Project,
    names: Sequence[str],
    console: Console,
    cache: Path | None,
    mode: Mode,
    started: float,
    *,
    whole: bool,
) -> tuple[dict[str, int], int]:
    """The file counts of the trees that a stamp may call clean, and the exit status.

    ``whole`` when ``names`` are all environments of the project.
    """
    from tfgen.commands._build import build

    builds = build(project, names, console, cache, mode.suffix)
    for warning in (warning for built in builds for warning in built.warnings):
        console.message(f"warning: {warning}")
    report = _judged(project, builds, console, cache, whole=whole)
    wrong = report.count("error") > 0
    if wrong and not (mode.check or mode.force):
        for built in builds:
            console.summary(
                f"{built.tree.folder}: {counted(len(built.files), 'file')}, not written, "
                f"{_found(report, project, built)}{_time(started)}"
            )
        return {}, EXIT_FINDINGS
    stale = False
    clean = {}
    for built in builds:
        found = _found(report, project, built)
        if mode.check:
            fresh = _check(project, built, console, found, diff=mode.diff, started=started)
            stale = stale or not fresh
        else:
            fresh = True
            _write(project, built, console, found, mode, started)
        # A stamp answers in silence and for ever: what has a warning to repeat gets none, and
        # neither does what will be wrong on another day.
        if fresh and not (built.warnings or report.findings or _expires(built)):
            clean[built.tree.folder] = len(built.files)
    return clean, EXIT_FINDINGS if stale or wrong else EXIT_CLEAN


def _judged(
    project: Project,
    builds: Sequence[Built],
    console: Console,
    cache: Path | None,
    *,
    whole: bool,
) -> Report:
    """What the rules find in the rendered trees, which is printed."""
    from tfgen.commands._discretion import forget_templates
    from tfgen.commands._findings import judge_trees
    from tfgen.report.text import text_findings

    report, sources = judge_trees(project, builds, whole=whole)
    forget_templates(report, project, cache)
    if report.findings:
        console.problem(text_findings(report, sources, colour=wants_colour(sys.stderr)))
    return report


def _found(report: Report, project: Project, built: Built) -> str:
    """How many findings there are in one tree and in the YAML that it was rendered from."""
    _, display = _folder(project, built)
    files = (finding.where.file for finding in report.findings)
    own = [
        file for file in files if file.startswith(f"{display}/") or file in built.environment.files
    ]
    return counted(len(own), "finding")


def _expires(built: Built) -> bool:
    """Whether a suppression of the environment ends some day."""
    entries = built.environment.data.get("suppress") or ()
    return any("expires" in entry for entry in entries)


def _check(
    project: Project, built: Built, console: Console, found: str, *, diff: bool, started: float
) -> bool:
    """Say how the disk differs from what was rendered; whether it does not."""
    from tfgen.output.compare import check_problems, compare

    folder, display = _folder(project, built)
    comparison = compare(folder, built.files, display=display)
    if diff:
        _show_diff(comparison, display, console)
    for problem in check_problems(comparison, display):
        console.problem(str(problem))
    stale = len(comparison.differences)
    console.summary(
        f"{built.tree.folder}: {counted(len(built.files), 'file')}, "
        f"{'up to date' if comparison.is_clean else f'{stale} stale'}, "
        f"{found}{_time(started)}"
    )
    return comparison.is_clean


def _write(
    project: Project, built: Built, console: Console, found: str, mode: Mode, started: float
) -> None:
    from tfgen.output.compare import compare
    from tfgen.output.writer import write

    folder, display = _folder(project, built)
    if mode.diff:
        _show_diff(compare(folder, built.files, display=display), display, console)
    result = write(folder, built.files, display=display, force=mode.force)
    console.summary(f"{result.summary(built.tree.folder)}, {found}{_time(started)}")


def _show_diff(comparison: Comparison, display: str, console: Console) -> None:
    from tfgen.output.diff import unified_diff

    text = unified_diff(comparison, display, colour=wants_colour(sys.stdout))
    if text:
        console.result(text.removesuffix("\n"))


def _folder(project: Project, built: Built) -> tuple[Path, str]:
    folder = project.output / built.tree.folder
    return folder, project.display(folder)


def _unchanged(name: str, count: int, *, check: bool, started: float) -> str:
    state = "up to date" if check else f"0 written, {count} unchanged"
    return f"{name}: {counted(count, 'file')}, {state}, 0 findings{_time(started)}"


def _time(started: float) -> str:
    return f" in {time.perf_counter() - started:.1f} s"
