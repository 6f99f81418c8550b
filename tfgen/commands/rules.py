"""`tfgen rules`: what there is to find."""

from __future__ import annotations

import click

from tfgen.commands._console import Console
from tfgen.errors import EXIT_CLEAN


@click.command("rules", epilog="Example: tfgen rules   |   tfgen rules --format json")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="json is a list of objects with id, name, severity and summary.",
)
def command(format_: str) -> int:
    """List the rules of validate and render, by id.

    `tfgen explain RULE` prints the documentation of one.
    """
    from tfgen.rules.registry import others, rules

    rows = [(rule.id, rule.name, rule.severity, rule.summary) for rule in (*rules(), *others())]
    console = Console()
    if format_ == "json":
        import json

        keys = ("id", "name", "severity", "summary")
        found = [dict(zip(keys, row, strict=True)) for row in rows]
        console.result(json.dumps(found, indent=2, ensure_ascii=False))
        return EXIT_CLEAN
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        console.result("  ".join([*cells, row[3]]))
    return EXIT_CLEAN
