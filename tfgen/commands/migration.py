"""`tfgen migration ENV`: the plan by which an environment moves out of its original account."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tfgen.commands import _options
from tfgen.commands._console import Console
from tfgen.errors import EXIT_CLEAN, Location, TfgenError, fail

if TYPE_CHECKING:
    from tfgen.config.environment import Environment

KIND = "environment"
"""The kind of stack that can move."""


@click.command("migration", epilog="Example: tfgen migration prod --to migration-prod.md")
@click.argument("environment", metavar="ENV")
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the plan to FILE [default: standard output].",
)
@click.option("--force", is_flag=True, help="Overwrite FILE if it differs: signatures are lost.")
@click.option(
    "--template",
    default="migration",
    show_default=True,
    metavar="NAME",
    help="Render templates/docs/NAME.md.j2.",
)
@_options.directory
def command(
    environment: str, target: Path | None, force: bool, template: str, directory: Path
) -> int:
    """Print the migration plan of ENV as Markdown: phases with commands, gates and ways back.

    Accounts, names and commands are those of environments/ENV.yaml and of the project's operations
    and peering stacks. The text is a template, yours to change.
    """
    from tfgen.config.load import load_environment
    from tfgen.output.single import write_single
    from tfgen.project import open_project
    from tfgen.templating.document import render_document

    project = open_project(directory)
    loaded = load_environment(project, environment)
    if loaded.kind != KIND:
        raise _wrong_kind(loaded)
    text = render_document(loaded, template, project.templates)
    if target is None:
        Console().result(text.removesuffix("\n"))
        return EXIT_CLEAN
    display = project.display(target.absolute())
    _refuse_loss(target, text, display, force=force)
    changed = write_single(target, text.encode(), display)
    Console().summary(f"{environment}: {display} {'written' if changed else 'unchanged'}")
    return EXIT_CLEAN


def _refuse_loss(target: Path, text: str, display: str, *, force: bool) -> None:
    """Refuse to overwrite a plan that people may have signed."""
    try:
        is_other = target.is_file() and target.read_bytes() != text.encode()
    except OSError as error:
        raise fail(f"cannot be read: {error.strerror}", Location(display)) from None
    if is_other and not force:
        raise fail(
            "exists and differs from the plan of today",
            Location(display),
            "name another file, or overwrite it, signatures included, with --force",
        )


def _wrong_kind(environment: Environment) -> TfgenError:
    """The error for a stack that cannot move; those that can are looked up only for it."""
    others = environment.environments
    names = []
    for name in others:
        with suppress(TfgenError):
            if others[name].kind == KIND:
                names.append(name)
    return fail(
        f'"{environment.name}" is a stack of the kind {environment.kind}: '
        f"only one of the kind {KIND} moves",
        Location(environment.file),
        f"it works for {', '.join(names)}" if names else "this project has none",
    )
