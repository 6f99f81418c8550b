"""`tfgen list`: the environments of a project, its kinds and their roots."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tfgen.commands import _options
from tfgen.commands._console import Console
from tfgen.errors import EXIT_CLEAN


@click.command("list", epilog="Example: tfgen list --format json | jq -r '.environments[].name'")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="json has the keys environments (name, kind, file, roots) and kinds (name, roots).",
)
@_options.shared(_options.directory, _options.output)
def command(format_: str, directory: Path, output: Path | None) -> int:
    """List environments with their kind and root modules, and the kinds there are."""
    import json

    from tfgen.config.environments import Environments
    from tfgen.config.kinds import kind_names, load_kind
    from tfgen.config.load import environment_names
    from tfgen.project import open_project

    project = open_project(directory, output)
    kinds = {name: load_kind(project, name) for name in kind_names(project)}
    listing: dict[str, Any] = {"environments": [], "kinds": []}
    names = environment_names(project)
    environments = Environments(project)
    environments.kinds.update(kinds)
    for name in names:
        kind = environments[name].kind
        listing["environments"].append(
            {
                "name": name,
                "kind": kind,
                "file": f"environments/{name}.yaml",
                "roots": [
                    project.display(project.output / name / root) for root in kinds[kind].roots
                ],
            }
        )
    listing["kinds"] = [
        {"name": name, "roots": [root or "." for root in kind.roots]}
        for name, kind in kinds.items()
    ]
    Console().result(json.dumps(listing, indent=2) if format_ == "json" else _text(listing))
    return EXIT_CLEAN


def _text(listing: dict[str, Any]) -> str:
    lines = ["environments:"]
    for entry in listing["environments"]:
        lines.append(f"  {entry['name']} ({entry['kind']}, {entry['file']})")
        lines += [f"    {root}" for root in entry["roots"]]
    lines.append("kinds:")
    lines += [f"  {entry['name']}: {', '.join(entry['roots'])}" for entry in listing["kinds"]]
    return "\n".join(lines)
