"""Environment variables of containers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tfgen.config.checks.values import key_place, related, services
from tfgen.errors import Problem

if TYPE_CHECKING:
    from tfgen.config.environment import Environment


def check_variables(environment: Environment) -> Iterator[Problem]:
    """No variable is both plain and secret: Amazon ECS refuses such a task definition."""
    for name, service in services(environment):
        plain = service.get("environment") or {}
        for variable in service.get("secrets") or {}:
            if variable in plain:
                yield Problem(
                    f"{variable} of {name} is both in environment and in secrets",
                    key_place(environment, "services", name, "environment", variable),
                    "keep one of the two",
                    related(secret=key_place(environment, "services", name, "secrets", variable)),
                )
