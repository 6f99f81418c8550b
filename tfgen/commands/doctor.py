"""`tfgen doctor`: what is missing on this machine or wrong with this project."""

from __future__ import annotations

from pathlib import Path

import click

from tfgen.commands import _options
from tfgen.commands._console import Console
from tfgen.errors import EXIT_CLEAN, EXIT_FINDINGS


@click.command("doctor", epilog="Example: tfgen doctor   |   tfgen doctor --format json")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="json has the keys version and checks: a list of name, status, text and remedy.",
)
@_options.directory
def command(format_: str, directory: Path) -> int:
    """Look at Python, its libraries, the cache, Terraform, git and the layout of the project.

    Templates that differ from those that ship with this tfgen are named: they are yours to change,
    and an upgrade changes none of them. Exit status 1 if there is an error; warnings and notes
    leave tfgen working.
    """
    from dataclasses import asdict

    from tfgen.starter.checkup import checkup

    results = tuple(checkup(directory.absolute()))
    console = Console()
    if format_ == "json":
        import json

        report = {"version": 1, "checks": [asdict(result) for result in results]}
        console.result(json.dumps(report, indent=2, ensure_ascii=False))
    else:
        width = max(len(result.name) for result in results)
        for result in results:
            console.result(f"{result.status:<7}  {result.name:<{width}}  {result.text}")
            if result.remedy:
                console.result(f"{'':<7}  {'':<{width}}  {result.remedy}")
    return EXIT_FINDINGS if any(result.status == "error" for result in results) else EXIT_CLEAN
