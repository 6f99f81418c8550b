"""CPU and memory of a Fargate task go together in fixed pairs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tfgen.config.checks.values import place, related, services
from tfgen.errors import Problem
from tfgen.fargate import MEMORY, choices

if TYPE_CHECKING:
    from tfgen.config.environment import Environment


def check_fargate(environment: Environment) -> Iterator[Problem]:
    """Every service has a size that Fargate offers."""
    for name, service in services(environment):
        cpu, memory = service.get("cpu"), service.get("memory")
        if cpu is None or memory is None:
            continue
        path = ("services", name)
        if cpu not in MEMORY:
            yield Problem(
                f"Fargate has no task of {cpu} CPU units ({name})",
                place(environment, *path, "cpu"),
                f"choose one of {', '.join(map(str, MEMORY))}",
            )
        elif memory not in MEMORY[cpu]:
            yield Problem(
                f"Fargate has no task of {cpu} CPU units and {memory} MiB ({name})",
                place(environment, *path, "memory"),
                f"with {cpu} CPU units choose {choices(cpu)}",
                related(cpu=place(environment, *path, "cpu")),
            )
