"""`tfgen init`: a new project, ready but for what only its owner knows."""

from __future__ import annotations

from pathlib import Path

import click

from tfgen.commands import _options
from tfgen.commands._console import Console
from tfgen.errors import EXIT_CLEAN
from tfgen.words import counted


@click.command(
    "init",
    epilog="Example: tfgen init   |   tfgen init infrastructure --bare   |   "
    "tfgen init --project shop --domain shop.example --account dev=111111111111",
)
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=Path())
@click.option("--project", metavar="NAME", help="First part of every name, such as shop.")
@click.option("--region", metavar="REGION", help="AWS region [default: us-east-1].")
@click.option(
    "--domain",
    metavar="DOMAIN",
    help="Domain of production; dev gets dev.DOMAIN, staging staging.DOMAIN.",
)
@click.option("--repository", metavar="OWNER/NAME", help="GitHub repository of the pipelines.")
@click.option("--team", metavar="NAME", help="Tag Team of everything.")
@click.option("--cost-center", metavar="NAME", help="Tag CostCenter of everything.")
@click.option("--email", metavar="ADDRESS", help="Who receives alarms.")
@click.option(
    "--account",
    "accounts",
    metavar="STACK=ID",
    multiple=True,
    help="AWS account of dev, staging, prod or operations; may be repeated.",
)
@click.option(
    "--bare",
    is_flag=True,
    help="Only environments/ and templates/, for a repository with files of its own.",
)
@_options.quiet
def command(
    folder: Path,
    project: str | None,
    region: str | None,
    domain: str | None,
    repository: str | None,
    team: str | None,
    cost_center: str | None,
    email: str | None,
    accounts: tuple[str, ...],
    bare: bool,
    quiet: bool,
) -> int:
    """Write a new project into DIR, by default the current folder.

    dev, staging and prod, the operations account and the peering between them, the templates that
    ship with tfgen, .gitignore, README.md and a workflow for GitHub. From then on all of it is
    yours to change. What no option says is left as FILL-IN, and `tfgen render` names each of those
    until it is filled in. Nothing that exists is overwritten.
    """
    from tfgen.config.placeholders import PLACEHOLDER
    from tfgen.starter.answers import Answers
    from tfgen.starter.new_project import project_files
    from tfgen.starter.write import write_project

    answers = Answers(
        project, region, domain, repository, team, cost_center, email, _accounts(accounts)
    )
    files = project_files(answers, bare=bare)
    write_project(folder.absolute(), files, folder.as_posix())
    console = Console(quiet)
    console.summary(f"{folder.as_posix()}: {counted(len(files), 'file')} written")
    texts = {name: data.decode() for name, data in files.items() if name.endswith(".yaml")}
    left = {
        name: text.count(PLACEHOLDER)
        for name, text in texts.items()
        if name.startswith("environments/") and PLACEHOLDER in text
    }
    for name, count in left.items():
        console.summary(f"  {(folder / name).as_posix()}: {counted(count, 'value')} to fill in")
    there = "" if folder == Path() else f" -C {folder.as_posix()}"
    console.summary(f"next: replace {PLACEHOLDER}, then tfgen render dev{there}")
    return EXIT_CLEAN


def _accounts(options: tuple[str, ...]) -> dict[str, str]:
    """STACK=ID of each option."""
    accounts: dict[str, str] = {}
    for option in options:
        name, equals, account = option.partition("=")
        if not equals:
            raise click.UsageError(f"--account {option}: write it as dev=111111111111.")
        if name in accounts:
            raise click.UsageError(f"--account names {name} twice.")
        accounts[name] = account
    return accounts
