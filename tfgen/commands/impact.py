"""`tfgen impact`: what depends on a template, a schema, a YAML file or a key in one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tfgen.cache import cache_folder
from tfgen.commands import _options
from tfgen.commands._console import Console
from tfgen.errors import EXIT_CLEAN
from tfgen.words import counted

if TYPE_CHECKING:
    from tfgen.impact.dependents import Affected, Impact, Root

VERSION = 1
"""Of the JSON; it grows when a key changes its meaning or goes away."""


@click.command(
    "impact",
    epilog="Example: tfgen impact templates/modules/database   |   "
    "tfgen impact environments/prod.yaml:database.instance_class   |   "
    "git diff --name-only --diff-filter=d origin/main | xargs tfgen impact --format json",
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="json has the keys version, paths, environments and matrix.",
)
@_options.shared(_options.directory, _options.output, _options.no_cache)
def command(
    paths: tuple[str, ...],
    format_: str,
    directory: Path,
    output: Path | None,
    no_cache: bool,
) -> int:
    """List environments, roots, modules and resources that depend on each PATH.

    PATH is a template, a partial, a schema, a YAML file, a folder of them, or a key as
    environments/dev.yaml:database.instance_class. Everything is rendered in memory to see what
    is read; nothing is written. Files that no render reads have no dependents.
    """
    import json

    from tfgen.impact.dependents import impacts
    from tfgen.impact.subject import subjects
    from tfgen.impact.trace import Tracer
    from tfgen.project import open_project

    project = open_project(directory, output)
    asked = subjects(project, paths)
    tracer = Tracer(project, None if no_cache else cache_folder())
    found = impacts(project, tracer, asked)
    if format_ == "json":
        Console().result(json.dumps(_json(found), indent=2, ensure_ascii=False))
    else:
        Console().result("\n".join(_text(found)))
    return EXIT_CLEAN


def _json(found: Sequence[Impact]) -> dict[str, Any]:
    """Each path with the names of its environments, then all environments with what is in them."""
    merged = _merged(found)
    return {
        "version": VERSION,
        "paths": [
            {
                "path": one.subject.shown,
                "kind": one.subject.kind,
                "environments": [affected.name for affected in one.environments],
            }
            for one in found
        ],
        "environments": [
            {
                "name": one.name,
                "kind": one.kind,
                "roots": [
                    {
                        "path": root.path,
                        "modules": list(root.modules),
                        "resources": list(root.resources),
                    }
                    for root in one.roots
                ],
            }
            for one in merged
        ],
        "matrix": {
            "include": [
                {"environment": one.name, "root": root.path} for one in merged for root in one.roots
            ]
        },
    }


def _merged(found: Iterable[Impact]) -> list[Affected]:
    """Every environment once, with what any of the paths touches in it."""
    from tfgen.impact.dependents import Affected, Root

    roots: dict[str, dict[str, tuple[dict[str, None], dict[str, None]]]] = {}
    kinds: dict[str, str] = {}
    for one in found:
        for affected in one.environments:
            kinds[affected.name] = affected.kind
            own = roots.setdefault(affected.name, {})
            for root in affected.roots:
                modules, resources = own.setdefault(root.path, ({}, {}))
                modules.update(dict.fromkeys(root.modules))
                resources.update(dict.fromkeys(root.resources))
    return [
        Affected(
            name,
            kinds[name],
            tuple(
                Root(path, tuple(sorted(modules)), tuple(sorted(resources)))
                for path, (modules, resources) in sorted(roots[name].items())
            ),
        )
        for name in sorted(roots)
    ]


def _text(found: Iterable[Impact]) -> Iterator[str]:
    """For each path the environments; those that are touched in the same way in one paragraph."""
    for one in found:
        if not one.environments:
            why = "no render reads it" if one.subject.kind == "other" else "nothing depends on it"
            yield f"{one.subject.shown}: {why}"
            continue
        yield f"{one.subject.shown}:"
        for affected in one.environments:
            if not affected.roots:
                yield f"  {affected.name}: read, but nothing is made of it"
            for root in affected.roots:
                yield f"  {affected.name}: {root.path}{_counts(root)}"
                yield from (f"    {address}" for address in root.resources)


def _counts(root: Root) -> str:
    parts = [
        counted(len(names), noun)
        for names, noun in ((root.modules, "module"), (root.resources, "resource"))
        if names
    ]
    return f" ({', '.join(parts)})" if parts else ""
