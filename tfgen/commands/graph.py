"""`tfgen graph`: the architecture that Terraform files describe, as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tfgen.commands import _options
from tfgen.commands._console import Console
from tfgen.errors import EXIT_CLEAN, Location, Problem, TfgenError, fail

if TYPE_CHECKING:
    from tfgen.commands._targets import Target
    from tfgen.program.model import Program
    from tfgen.project import Project


@click.command(
    "graph",
    epilog="Example: tfgen graph prod --format svg --output prod.svg   |   "
    "tfgen graph   |   tfgen graph ../legacy/terraform",
)
@click.argument("targets", nargs=-1, metavar="[ENV|PATH]...")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["mermaid", "svg"]),
    default="mermaid",
    show_default=True,
    help="mermaid is for Markdown, where GitHub draws it; svg is an image of its own.",
)
@click.option(
    "--detail",
    type=click.Choice(["full", "overview"]),
    help="full shows zones, subnets and every role [default: full for what is named, overview "
    "for the whole system].",
)
@click.option(
    "--output",
    "target",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the picture to FILE [default: standard output].",
)
@_options.shared(_options.directory, _options.output, _options.quiet)
def command(
    targets: tuple[str, ...],
    format_: str,
    detail: str | None,
    target: Path | None,
    directory: Path,
    output: Path | None,
    quiet: bool,
) -> int:
    """Draw the architecture of each ENV, or of the Terraform files at each PATH.

    Accounts, networks, zones, subnets, load balancers, services, databases, buckets, registries,
    who may assume which role, peerings, and the network flows that security groups allow. Of
    other environments a picture of ENV shows what is joined to it. Without arguments, the whole
    system.
    """
    from tfgen.commands._targets import named_targets
    from tfgen.output.single import write_single

    named, _, project = named_targets(targets, directory, output)
    program = _program(named, project, alone=not targets)
    text = _drawn(program, named, format_, detail, whole=not targets)
    console = Console(quiet)
    if target is None:
        console.result(text.removesuffix("\n"))
        return EXIT_CLEAN
    shown = target.as_posix()
    changed = write_single(target, text.encode(), shown)
    console.summary(f"{shown} {'written' if changed else 'unchanged'}")
    return EXIT_CLEAN


def _drawn(
    program: Program, named: Sequence[Target], format_: str, detail: str | None, *, whole: bool
) -> str:
    """The picture of the named targets as text."""
    from tfgen.graph.compose import picture
    from tfgen.graph.mermaid import mermaid
    from tfgen.graph.svg import svg

    focus = [root.folder for root in program.roots if _is_in(root.folder, named)]
    names = ", ".join(_name(target) for target in named)
    title = "Architecture of all environments" if whole else f"Architecture of {names}"
    full = None if detail is None else detail == "full"
    drawn = picture(program, title, None if whole else focus, full=full)
    if not any(drawn.rows):
        raise fail(
            "there is nothing to draw: no network, service, database, bucket, registry or role",
            Location(named[0].shown),
        )
    return svg(drawn) if format_ == "svg" else mermaid(drawn)


def _name(target: Target) -> str:
    return target.path.name if target.environment else target.shown


def _is_in(folder: str, targets: Sequence[Target]) -> bool:
    return any(
        f"{folder}/".startswith(f"{target.shown}/") or target.shown.startswith(f"{folder}/")
        for target in targets
    )


def _program(named: Sequence[Target], project: Project | None, *, alone: bool) -> Program:
    """The program of the targets and, beside environments, of all others that are rendered.

    TfgenError for files of the targets that are not HCL.
    """
    from tfgen.commands._discretion import discreet
    from tfgen.commands._targets import folder_reader, read_targets
    from tfgen.program.load import load

    others = () if alone or project is None else _others(named, project)
    own = read_targets(named)
    files = {**own.beside, **own.named}
    if others:
        beside = read_targets(others)
        files = {**beside.beside, **beside.named, **files}
    texts = {path: data.decode("utf-8", "replace") for path, data in files.items()}
    program = load(texts.items(), folder_reader((*named, *others), project))
    problems = [
        Problem(
            discreet(file.error.message, file.text, file.error.line),
            Location(path, file.error.line, file.error.column),
            "tfgen validate says more",
        )
        for path, file in sorted(program.files.items())
        if file.error is not None and path in own.named
    ]
    if problems:
        raise TfgenError(problems)
    return program


def _others(named: Sequence[Target], project: Project) -> tuple[Target, ...]:
    """The rendered trees of the project that are not named, where one of them is."""
    from tfgen.commands._targets import Target
    from tfgen.config.load import environment_names

    if not any(target.environment for target in named):
        return ()
    known = {target.path.resolve() for target in named}
    folders = (project.output / name for name in environment_names(project))
    return tuple(
        Target(folder, project.display(folder), folder.name)
        for folder in folders
        if folder.resolve() not in known and any(folder.glob("*.tf"))
    )
