"""`tfgen schema KIND`: the JSON Schema that an environment of this kind must satisfy."""

from __future__ import annotations

from pathlib import Path

import click

from tfgen.commands import _options
from tfgen.commands._console import Console
from tfgen.errors import EXIT_CLEAN


@click.command("schema", epilog="Example: tfgen schema environment > environment.schema.json")
@click.argument("kind")
@_options.directory
def command(kind: str, directory: Path) -> int:
    """Print the JSON Schema (2020-12) of a stack KIND: types, limits, defaults, descriptions."""
    import json

    from tfgen.config.kinds import load_kind
    from tfgen.project import open_project

    schema = load_kind(open_project(directory), kind).schema
    Console().result(json.dumps(schema, indent=2, ensure_ascii=False))
    return EXIT_CLEAN
