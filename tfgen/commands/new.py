"""`tfgen new ENV`: another environment, made of one that exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tfgen.commands import _options
from tfgen.commands._console import Console
from tfgen.errors import EXIT_CLEAN, Location, TfgenError, fail
from tfgen.words import counted

if TYPE_CHECKING:
    from tfgen.config.nodes import Document
    from tfgen.errors import Problem
    from tfgen.project import Project


@click.command(
    "new",
    epilog="Example: tfgen new qa --from dev   |   "
    "tfgen new qa --from staging --account 666666666666",
)
@click.argument("name", metavar="ENV")
@click.option("--from", "source", metavar="ENV", required=True, help="Environment to start from.")
@click.option("--account", metavar="ID", help="AWS account of the new environment.")
@_options.shared(_options.directory, _options.quiet)
def command(name: str, source: str, account: str | None, directory: Path, quiet: bool) -> int:
    """Write environments/ENV.yaml, made of another one with its comments.

    What no two environments share is derived: the network is the next that is free, and the hosted
    zone with its names carries the new name. What only you know is left as FILL-IN: the account and
    the id of the zone. It has no peers yet. An existing file is never overwritten.
    """
    from tfgen.config.load import environment_names, folder_name, load_environment
    from tfgen.output.single import write_single
    from tfgen.project import open_project
    from tfgen.starter.new_environment import Source, networks, new_environment
    from tfgen.suggest import choice_hint

    project = open_project(directory)
    names = environment_names(project)
    folder_name(name)
    path = project.environments / f"{name}.yaml"
    display = project.display(path)
    if source not in names:
        raise fail(f'there is no environment "{source}"', hint=choice_hint(source, names))
    if path.exists() or path.is_symlink():
        raise fail("exists already", Location(display), "choose another name, or remove the file")
    documents = dict(_documents(project, names))
    if source not in documents:
        # What is wrong with it is said by whoever loads it.
        load_environment(project, source)
    if account is not None:
        _check_account(account, documents)
    file = project.environments / f"{source}.yaml"
    origin = Source(
        source, project.display(file), file.read_bytes().decode("utf-8-sig"), documents[source]
    )
    text = new_environment(origin, name, networks(documents.values()), account)
    write_single(path, text.encode(), display)
    left = _left_open(project, name, path)
    console = Console(quiet)
    console.summary(f"{display} written, {counted(len(left), 'value')} to fill in")
    for problem in left:
        console.summary(str(problem))
    for step in _next_steps(name, documents, project):
        console.summary(f"next: {step}")
    return EXIT_CLEAN


def _check_account(account: str, documents: Mapping[str, Document]) -> None:
    """TfgenError for an account that is none, or somebody else's."""
    from tfgen.starter.new_environment import value_at

    where = Location("--account")
    if not (account.isascii() and account.isdigit() and len(account) == 12):
        raise fail(f'"{account}" is not an AWS account id', where, "it has 12 digits")
    for document in documents.values():
        for path in (("account_id",), ("operations", "account_id")):
            if (found := value_at(document.value, path)) is not None and found == account:
                raise fail(
                    f"the account {account} is taken",
                    document.positions[path],
                    "every environment and the operations stack have an account of their own",
                )


def _left_open(project: Project, name: str, path: Path) -> list[Problem]:
    """What the new environment leaves to be filled in; the file is removed if more is wrong."""
    from tfgen.config.load import load_environment
    from tfgen.config.placeholders import is_open

    try:
        load_environment(project, name)
    except TfgenError as error:
        wrong = [problem for problem in error.problems if not is_open(problem)]
        if wrong:
            path.unlink()
            raise TfgenError(wrong) from None
        return list(error.problems)
    return []


def _documents(project: Project, names: tuple[str, ...]) -> Iterator[tuple[str, Document]]:
    """The merged YAML of every environment that can be read; it may have values to fill in."""
    from tfgen.config.extends import load_extended
    from tfgen.config.nodes import flatten

    for name in names:
        try:
            root, _ = load_extended(project, f"{name}.yaml")
        except TfgenError:
            continue
        yield name, flatten(root)


def _next_steps(name: str, documents: Mapping[str, Document], project: Project) -> Iterator[str]:
    """What else a new environment takes, in the stacks that know environments by name."""
    for other, document in documents.items():
        file = project.display(project.environments / f"{other}.yaml")
        if isinstance(document.value.get("pipelines"), dict):
            yield f"give it a pipeline: add {name}: {{}} to pipelines in {file}"
        if isinstance(document.value.get("connections"), list):
            yield (
                f"if it is to reach other networks: add connections to {file}, and "
                "deployment.peer_account_ids on both sides"
            )
    yield "tfgen render --all"
