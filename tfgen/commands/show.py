"""`tfgen show ENV`: the configuration that the templates see, and where each value comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from tfgen.commands import _options
from tfgen.commands._console import Console
from tfgen.errors import EXIT_CLEAN


@click.command("show", epilog="Example: tfgen show prod --provenance")
@click.argument("environment")
@click.option("--provenance", is_flag=True, help="Say behind each value which file:line set it.")
@_options.directory
def command(environment: str, provenance: bool, directory: Path) -> int:
    """Print the resolved configuration of ENVIRONMENT as YAML: bases merged, defaults applied."""
    from tfgen.config.load import load_environment
    from tfgen.config.provenance import provenance as provenance_of
    from tfgen.project import open_project

    project = open_project(directory)
    loaded = load_environment(project, environment)
    places = provenance_of(project, loaded) if provenance else {}
    lines = list(_lines(loaded.data, (), ""))
    width = max(len(text) for text, _ in lines)
    for text, path in lines:
        where = places.get(path) if path is not None else None
        Console().result(f"{text:<{width}}  # {where}" if where else text)
    return EXIT_CLEAN


def _lines(
    value: Any, path: tuple[str | int, ...], indent: str
) -> Iterator[tuple[str, tuple[str | int, ...] | None]]:
    """YAML lines of a map or list, each with the path of the value it shows, if it shows one."""
    entries = value.items() if isinstance(value, Mapping) else enumerate(value)
    for key, entry in entries:
        label = f"{_scalar(key)}:" if isinstance(value, Mapping) else "-"
        if isinstance(entry, Mapping | list | tuple) and entry:
            yield f"{indent}{label}", None
            yield from _lines(entry, (*path, key), indent + "  ")
        else:
            yield f"{indent}{label} {_scalar(entry)}", (*path, key)


def _scalar(value: Any) -> str:
    import yaml

    text = yaml.safe_dump(value, default_flow_style=True, width=2**31, allow_unicode=True)
    return text.removesuffix("\n").removesuffix("\n...")
