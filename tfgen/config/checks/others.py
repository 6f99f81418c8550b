"""Other stacks that a setting names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tfgen.config.checks.values import place, related, value
from tfgen.errors import Location, Problem
from tfgen.suggest import choice_hint

if TYPE_CHECKING:
    from tfgen.config.environment import Environment


def environment_named(
    environment: Environment, name: str, where: Location | None
) -> Environment | Problem:
    """The stack of kind environment that is called ``name`` at ``where``, or what is wrong."""
    others = environment.environments
    if name not in others:
        return Problem(f'there is no environment "{name}"', where, choice_hint(name, others))
    # A stack that names itself is being loaded right now.
    found = environment if name == environment.name else others[name]
    if found.kind != "environment":
        return Problem(
            f'"{name}" is a stack of kind {found.kind}, not an environment',
            where,
            related=(("stack", found.positions.get(("stack",)) or Location(found.file)),),
        )
    return found


def differences(
    environment: Environment, name: str, other: Environment, where: Location | None
) -> Iterator[Problem]:
    """What the stack ``other``, called ``name`` at ``where``, must say as this one and does not."""
    for path in (("project",), ("region",), ("operations", "account_id")):
        if value(other, *path) != value(environment, *path):
            yield Problem(
                f"{name} has {'.'.join(path)} {value(other, *path)}, and this stack "
                f"{value(environment, *path)}",
                where,
                "say it once, in a file that both extend",
                related(environment=place(other, *path), here=place(environment, *path)),
            )
