"""What a peering stack needs of the operations stack, where the project has one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tfgen.config.checks.values import place, related, value
from tfgen.errors import Location, Problem

if TYPE_CHECKING:
    from tfgen.config.environment import Environment

_OPERATIONS = "operations"


def check_peering_role(environment: Environment) -> Iterator[Problem]:
    """The state lies where operations keeps it, and the CI role reaches every peer."""
    others = environment.environments
    if _OPERATIONS not in others or others[_OPERATIONS].kind != _OPERATIONS:
        return
    operations = others[_OPERATIONS]
    locking = ("state", "locking")
    if value(environment, *locking) != value(operations, *locking):
        yield Problem(
            f"state.locking is {value(environment, *locking)}, and {_OPERATIONS} has "
            f"{value(operations, *locking)}",
            place(environment, *locking),
            "the bucket and the lock table are those of the operations stack: say the same there",
            related(operations=place(operations, *locking)),
        )
    pipelines = value(operations, "pipelines") or {}
    told = set()
    for index, connection in enumerate(value(environment, "connections") or ()):
        for side in ("requester", "accepter"):
            name = connection[side]
            if name in pipelines or name in told or name not in others:
                continue
            if others[name].kind != "environment":
                continue
            told.add(name)
            yield Problem(
                f"the CI role of peering cannot work in {name}, which has no pipeline",
                place(environment, "connections", index, side),
                f"add {name} to pipelines in {operations.file}",
                (("operations", operations.keys.get(("pipelines",)) or Location(operations.file)),),
            )
