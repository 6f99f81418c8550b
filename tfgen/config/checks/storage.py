"""Growth of the database's storage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tfgen.config.checks.values import place, related, value
from tfgen.errors import Problem

if TYPE_CHECKING:
    from tfgen.config.environment import Environment


def check_storage(environment: Environment) -> Iterator[Problem]:
    """The limit of storage autoscaling is at least 10 % above what is allocated.

    Amazon RDS user guide, "Managing capacity automatically with Amazon RDS storage autoscaling".
    A limit of 0 turns autoscaling off.
    """
    allocated = value(environment, "database", "allocated_storage")
    most = value(environment, "database", "max_allocated_storage")
    if not allocated or not most:
        return
    # In tenths, without the rounding of floats.
    least = -(-allocated * 11 // 10)
    if most < least:
        yield Problem(
            f"max_allocated_storage {most} is less than 10 % above allocated_storage {allocated}",
            place(environment, "database", "max_allocated_storage"),
            f"it must be at least {least}, or 0 for no growth",
            related(allocated=place(environment, "database", "allocated_storage")),
        )
