"""`tfgen render`: environments in, checked Terraform out; or, with --check, a verdict only."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tfgen.cache import cache_folder
from tfgen.collector import collector_off
from tfgen.commands import _options
from tfgen.commands._console import Console, wants_colour
from tfgen.errors import EXIT_CLEAN
from tfgen.project import tree_name
from tfgen.words import counted

if TYPE_CHECKING:
    from tfgen.commands._judging import Judging
    from tfgen.commands._selection import Selection
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
@click.option(
    "--select",
    multiple=True,
    metavar="RULES",
    help="Only these rules, as for validate; syntax for none, so that trees are read back only.",
)
@click.option("--ignore", multiple=True, metavar="RULES", help="All but these rules.")
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1, 512),
    default=None,
    metavar="N",
    help="Processes that work at once [default: one for each processor].",
)
@click.option(
    "--verify",
    is_flag=True,
    help="Look at the content of files, not at their times, to tell what has changed.",
)
@_options.shared(_options.directory, _options.output, _options.no_cache, _options.quiet)
def command(
    environments: tuple[str, ...],
    all_: bool,
    suffix: str,
    check: bool,
    diff: bool,
    force: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    jobs: int | None,
    verify: bool,
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
    from tfgen.project import open_project

    started = time.perf_counter()
    console = Console(quiet)
    project = open_project(directory, output)
    cache = None if no_cache else cache_folder()
    # A stamp speaks of all rules.
    partly = bool(select or ignore)
    stamps = _stamps.look(project, None if partly else cache, verify=verify, trust=not force)
    names = tuple(dict.fromkeys(environments))
    if all_:
        names = stamps.names or _every_name(project)
    seen = _stamps.compare(stamps, names, suffix)
    # Where the list of environments is another, all are compared anew.
    if all_ and not all(one.together for one in seen.clean.values()):
        seen = _stamps.compare(replace(stamps, entries={}), names, suffix)
    if not quiet:
        for name, one in seen.clean.items():
            console.summary(_unchanged(tree_name(name, suffix), one.files, check, started))
    if not seen.pending:
        return EXIT_CLEAN

    from tfgen.commands._rendering import run
    from tfgen.commands._selection import everything, selection
    from tfgen.commands._share import Job

    with collector_off():
        chosen = selection(select, ignore) if partly else everything()
        job = Job(
            project,
            suffix,
            cache,
            judging=_judging(chosen, project, cache),
            check=check,
            diff=diff,
            force=force,
            colour=wants_colour(sys.stdout),
        )
        outcome = run(
            job,
            seen.pending,
            console,
            jobs or os.cpu_count() or 1,
            started,
            others={name: one.note for name, one in seen.clean.items()} if all_ else {},
            whole=all_,
        )
    _stamps.keep(stamps, seen, outcome.clean, names=names if all_ else (), together=all_)
    return outcome.status


def _judging(chosen: Selection, project: Project, cache: Path | None) -> Judging | None:
    if not chosen.rules:
        return None
    from tfgen.commands._judging import judging

    return judging(chosen, project, cache)


def _every_name(project: Project) -> tuple[str, ...]:
    from tfgen.config.load import environment_names

    return environment_names(project)


def _unchanged(name: str, count: int, check: bool, started: float) -> str:
    state = "up to date" if check else f"0 written, {count} unchanged"
    elapsed = time.perf_counter() - started
    return f"{name}: {counted(count, 'file')}, {state}, 0 findings in {elapsed:.1f} s"
