"""Other stacks that a setting names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfgen.config.suggest import choice_hint
from tfgen.errors import Location, Problem

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
