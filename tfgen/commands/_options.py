"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

_F = TypeVar("_F", bound=Callable[..., Any])

directory = click.option(
    "-C",
    "--directory",
    type=click.Path(path_type=Path),
    default=Path(),
    envvar="TFGEN_DIRECTORY",
    show_envvar=True,
    help="The project's folder [default: the current one].",
)
output = click.option(
    "--out",
    "output",
    type=click.Path(path_type=Path),
    envvar="TFGEN_OUT",
    show_envvar=True,
    help="Folder of the generated trees [default: generated/ in the project].",
)
quiet = click.option(
    "-q",
    "--quiet",
    is_flag=True,
    envvar="TFGEN_QUIET",
    show_envvar=True,
    help="Print findings and errors only.",
)
no_cache = click.option(
    "--no-cache",
    is_flag=True,
    envvar="TFGEN_NO_CACHE",
    show_envvar=True,
    help="Neither read nor write the user's cache folder: parse everything again.",
)
jobs = click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1, 512),
    default=None,
    metavar="N",
    help="Processes that work at once [default: one for each processor].",
)


def _share(_context: click.Context, _option: click.Parameter, text: str | None) -> str | None:
    if text is not None:
        from tfgen.commands._shard import parse

        try:
            parse(text)
        except ValueError as error:
            raise click.BadParameter(f"{text!r} {error}") from None
    return text


shard = click.option(
    "--shard",
    metavar="I/N",
    callback=_share,
    help="Only share I of N, from 1/N to N/N: a name alone decides where an environment is.",
)
verify = click.option(
    "--verify",
    is_flag=True,
    help="Look at the content of files to tell what has changed, not at their times.",
)
profile = click.option(
    "--profile", is_flag=True, help="Say at the end where the time went, on standard error."
)


def shared(*options: Callable[[_F], _F]) -> Callable[[_F], _F]:
    """Apply options in the order in which ``--help`` should list them."""

    def apply(command: _F) -> _F:
        for option in reversed(options):
            command = option(command)
        return command

    return apply
