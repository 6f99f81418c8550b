"""Autoscaling limits of services."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tfgen.config.checks.values import place, related, services
from tfgen.errors import Problem

if TYPE_CHECKING:
    from tfgen.config.environment import Environment


def check_autoscaling(environment: Environment) -> Iterator[Problem]:
    """The minimum is at most the maximum."""
    for name, service in services(environment):
        scaling = service.get("autoscaling")
        if not scaling:
            continue
        path = ("services", name, "autoscaling")
        least, most = scaling.get("min"), scaling.get("max")
        if least is not None and most is not None and least > most:
            yield Problem(
                f"autoscaling of {name} has min {least} above max {most}",
                place(environment, *path, "min"),
                related=related(max=place(environment, *path, "max")),
            )
