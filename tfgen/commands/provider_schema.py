"""`tfgen provider-schema`: what tfgen knows about providers, and how to teach it more."""

from __future__ import annotations

from pathlib import Path

import click

from tfgen.commands import _options
from tfgen.commands._console import Console
from tfgen.errors import EXIT_CLEAN, Location, fail
from tfgen.words import counted


@click.group(
    "provider-schema",
    epilog="Example: tfgen provider-schema list   |   "
    "terraform providers schema -json > providers.json && "
    "tfgen provider-schema update --from providers.json",
)
def command() -> None:
    """Schemas of providers: which are in use, and how to make more of them."""


@command.command(
    "update",
    epilog="Example: terraform providers schema -json > providers.json && "
    "tfgen provider-schema update --from providers.json",
)
@click.option(
    "--from",
    "sources",
    type=click.Path(path_type=Path),
    metavar="FILE",
    required=True,
    multiple=True,
    help="What `terraform providers schema -json` printed, gzipped or not. A second file adds "
    "another major version of a provider.",
)
@_options.shared(_options.directory, _options.quiet)
def update(sources: tuple[Path, ...], directory: Path, quiet: bool) -> int:
    """Keep the schemas of providers in the project.

    Each provider in FILE gets a file in .tfgen/provider-schemas/, which wins over a schema that
    comes with tfgen. Its version is read from the .terraform.lock.hcl beside FILE.
    """
    from tfgen.output.single import write_single
    from tfgen.provider_schema.combine import combine
    from tfgen.provider_schema.dump import read_dump
    from tfgen.provider_schema.encode import encode
    from tfgen.provider_schema.model import MODES
    from tfgen.provider_schema.store import FOLDER, file_name

    console = Console(quiet)
    _check_folder(directory)
    dumps = [provider for path in sources for provider in read_dump(path, path.as_posix())]
    for provider in combine(dumps):
        name = file_name(provider.source)
        data = encode(provider)
        changed = write_single(directory / FOLDER / name, data, f"{FOLDER}/{name}")
        console.summary(
            f"{provider.source} {_versions(provider.versions)}: "
            f"{counted(sum(len(provider.types[mode]) for mode in MODES), 'type')} in "
            f"{FOLDER}/{name}{'' if changed else ', unchanged'}"
        )
    return EXIT_CLEAN


@command.command("list", epilog="Example: tfgen provider-schema list")
@_options.directory
def list_(directory: Path) -> int:
    """List the schemas in use: versions, number of types, file."""
    from tfgen.provider_schema.model import MODES
    from tfgen.provider_schema.read import shipped
    from tfgen.provider_schema.store import project_schemas

    _check_folder(directory)
    own = project_schemas(directory)
    schemas = {**{schema.source: schema for schema in shipped()}, **own}
    console = Console()
    for source, schema in sorted(schemas.items()):
        types = counted(sum(len(schema.names(mode)) for mode in MODES), "type")
        where = schema.path if source in own else "comes with tfgen"
        console.result(f"{source}  {_versions(schema.versions)}  {types}  {where}")
    return EXIT_CLEAN


def _check_folder(directory: Path) -> None:
    if not directory.is_dir():
        raise fail("is not a folder", Location(directory.as_posix()), "name one with -C DIR")


def _versions(versions: tuple[str, ...]) -> str:
    return ", ".join(versions) or "any version"
