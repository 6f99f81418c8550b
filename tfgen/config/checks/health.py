"""Health checks of services."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tfgen.config.checks.values import place, related, services
from tfgen.errors import Problem

if TYPE_CHECKING:
    from tfgen.config.environment import Environment


def check_health(environment: Environment) -> Iterator[Problem]:
    """A question is answered or timed out before the next one is asked.

    Elastic Load Balancing API reference, CreateTargetGroup: the interval must be greater than the
    timeout.
    """
    for name, service in services(environment):
        health = service.get("health_check") or {}
        interval, timeout = health.get("interval_seconds"), health.get("timeout_seconds")
        if interval is None or timeout is None or interval > timeout:
            continue
        path = ("services", name, "health_check")
        yield Problem(
            f"the health check of {name} waits {timeout} s for an answer and asks every "
            f"{interval} s",
            place(environment, *path, "timeout_seconds"),
            "interval_seconds must be greater than timeout_seconds",
            related(interval=place(environment, *path, "interval_seconds")),
        )
