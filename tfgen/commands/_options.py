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


def shared(*options: Callable[[_F], _F]) -> Callable[[_F], _F]:
    """Apply options in the order in which ``--help`` should list them."""

    def apply(command: _F) -> _F:
        for option in reversed(options):
            command = option(command)
        return command

    return apply
