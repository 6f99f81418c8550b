"""`tfgen render`: environments in, checked Terraform out; or, with --check, a verdict only."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass, replace
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
    from tfgen.commands._judging import Part
    from tfgen.commands._share import Job
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
@_options.shared(
    _options.shard,
    _options.jobs,
    _options.verify,
    _options.profile,
    _options.directory,
    _options.output,
    _options.no_cache,
    _options.quiet,
)
def command(
    environments: tuple[str, ...],
    all_: bool,
    suffix: str,
    check: bool,
    diff: bool,
    force: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    shard: str | None,
    jobs: int | None,
    verify: bool,
    profile: bool,
    directory: Path,
    output: Path | None,
    no_cache: bool,
    quiet: bool,
) -> int:
    """Render each ENV into generated/ENV/, checked before anything is written.

    An error that a rule finds (`tfgen rules`) keeps every tree from being written; warnings and
    notes do not. Rules that compare environments see those that are rendered together; with
    --shard they do not run: end with `tfgen validate --cross`.
    """
    if bool(environments) == all_:
        raise click.UsageError("name environments, or say --all (not both).")
    if all_ and suffix:
        raise click.UsageError("--suffix is for environments by name, not for --all.")
    if shard and not all_:
        raise click.UsageError("--shard takes its share of --all.")

    from tfgen.project import open_project

    project = open_project(directory, output)
    asked = Asked(
        project,
        tuple(dict.fromkeys(environments)),
        suffix,
        shard,
        Mode(check=check, diff=diff, force=force),
        select,
        ignore,
        jobs or os.cpu_count() or 1,
        verify,
        None if no_cache else cache_folder(),
    )
    console = Console(quiet)
    if not profile:
        return _render(asked, console)
    from tfgen.commands._profile import recording

    with recording() as recorded:
        status = _render(asked, console)
    click.echo(recorded.table(), err=True)
    return status


@dataclass(frozen=True, slots=True)
class Mode:
    """What is done with rendered trees."""

    check: bool
    diff: bool
    force: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user asked for; no ``names`` are all, of which ``shard`` takes a share."""

    project: Project
    names: tuple[str, ...]
    suffix: str
    shard: str | None
    mode: Mode
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    jobs: int
    verify: bool
    cache: Path | None

    @property
    def together(self) -> bool:
        """Whether all environments are rendered, and compared with each other."""
        return not (self.names or self.shard)

    @property
    def partly(self) -> bool:
        """Whether not all rules run: a stamp speaks of all of them."""
        return bool(self.select or self.ignore)


def _render(asked: Asked, console: Console) -> int:
    from tfgen.commands import _stamps

    started = time.perf_counter()
    cache = None if asked.partly else asked.cache
    trust = not asked.mode.force
    stamps = _stamps.look(asked.project, cache, verify=asked.verify, trust=trust)
    every = asked.names or stamps.names or _every_name(asked.project)
    names = every
    if asked.shard:
        from tfgen.commands._shard import shard

        names = shard(every, asked.shard)
        console.message(f"share {asked.shard}: {counted(len(names), 'environment')}")
    seen = _stamps.compare(stamps, names, asked.suffix)
    # Where the list of environments is another, all are compared anew.
    if asked.together and not all(one.together for one in seen.clean.values()):
        seen = _stamps.compare(replace(stamps, entries={}), names, asked.suffix)
    if not console.quiet:
        for name, one in seen.clean.items():
            folder = tree_name(name, asked.suffix)
            console.summary(_unchanged(folder, one.files, asked.mode, started))
    if not seen.pending:
        return EXIT_CLEAN

    from tfgen.commands._rendering import run

    with collector_off():
        outcome = run(
            _job(asked),
            seen.pending,
            console,
            asked.jobs,
            started,
            others={name: one.note for name, one in seen.clean.items()} if asked.together else {},
            whole=asked.together,
        )
    known = every if asked.together or asked.shard else ()
    _stamps.keep(stamps, seen, outcome.clean, names=known, together=asked.together)
    return outcome.status


def _job(asked: Asked) -> Job:
    from tfgen.commands._selection import everything, selection
    from tfgen.commands._share import Job

    chosen = selection(asked.select, asked.ignore) if asked.partly else everything()
    judging = None
    if chosen.rules:
        from tfgen.commands._judging import judging as get_ready

        part: Part = "alone" if asked.shard else "all"
        judging = get_ready(chosen, asked.project, asked.cache, part)
    return Job(
        asked.project,
        asked.suffix,
        asked.cache,
        judging,
        check=asked.mode.check,
        diff=asked.mode.diff,
        force=asked.mode.force,
        colour=wants_colour(sys.stdout),
    )


def _every_name(project: Project) -> tuple[str, ...]:
    from tfgen.config.load import environment_names

    return environment_names(project)


def _unchanged(name: str, count: int, mode: Mode, started: float) -> str:
    state = "up to date" if mode.check else f"0 written, {count} unchanged"
    elapsed = time.perf_counter() - started
    return f"{name}: {counted(count, 'file')}, {state}, 0 findings in {elapsed:.1f} s"
