"""`tfgen remove`: take a generated tree away, what tfgen wrote and nothing else."""

from __future__ import annotations

from pathlib import Path

import click

from tfgen.commands import _options
from tfgen.commands._console import Console
from tfgen.errors import EXIT_CLEAN


@click.command("remove", epilog="Example: tfgen remove dev --suffix pr-123")
@click.argument("environment", metavar="ENV")
@click.option("--suffix", default="", metavar="SUFFIX", help="The copy of ENV with this suffix.")
@click.option("--force", is_flag=True, help="Remove generated files that were edited by hand, too.")
@click.option(
    "--ignore-state",
    is_flag=True,
    help="Remove although Terraform has worked here; its state and folders stay.",
)
@_options.shared(_options.directory, _options.output, _options.quiet)
def command(
    environment: str,
    suffix: str,
    force: bool,
    ignore_state: bool,
    directory: Path,
    output: Path | None,
    quiet: bool,
) -> int:
    """Remove generated/ENV/ (or ENV-SUFFIX): the files that tfgen wrote, and empty folders.

    Destroy what was applied first: a tree with a local state or a .terraform folder is refused.
    Other files stay and are named; .terraform.lock.hcl goes, too, if nothing else would stay.
    The environment's YAML file need not exist any more.
    """
    from tfgen.config.load import folder_name
    from tfgen.output.files import join
    from tfgen.output.remove import remove
    from tfgen.project import open_project

    console = Console(quiet)
    project = open_project(directory, output)
    name = folder_name(environment, suffix)
    folder = project.output / name
    display = project.display(folder)
    result = remove(folder, display=display, force=force, ignore_state=ignore_state)
    console.summary(result.summary(name))
    for path in result.left:
        console.message(f"left: {join(display, path)}")
    return EXIT_CLEAN
