"""CPU and memory of a Fargate task go together in fixed pairs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tfgen.config.checks.values import place, related, services
from tfgen.errors import Problem

if TYPE_CHECKING:
    from tfgen.config.environment import Environment

# CPU units to memory in MiB (Amazon ECS developer guide, "Task size").
_MEMORY: dict[int, tuple[int, ...]] = {
    256: (512, 1024, 2048),
    512: tuple(range(1024, 4096 + 1, 1024)),
    1024: tuple(range(2048, 8192 + 1, 1024)),
    2048: tuple(range(4096, 16384 + 1, 1024)),
    4096: tuple(range(8192, 30720 + 1, 1024)),
    8192: tuple(range(16384, 61440 + 1, 4096)),
    16384: tuple(range(32768, 122880 + 1, 8192)),
}


def check_fargate(environment: Environment) -> Iterator[Problem]:
    """Every service has a size that Fargate offers."""
    for name, service in services(environment):
        cpu, memory = service.get("cpu"), service.get("memory")
        if cpu is None or memory is None:
            continue
        path = ("services", name)
        if cpu not in _MEMORY:
            yield Problem(
                f"Fargate has no task of {cpu} CPU units ({name})",
                place(environment, *path, "cpu"),
                f"choose one of {', '.join(map(str, _MEMORY))}",
            )
        elif memory not in _MEMORY[cpu]:
            yield Problem(
                f"Fargate has no task of {cpu} CPU units and {memory} MiB ({name})",
                place(environment, *path, "memory"),
                _choices(cpu),
                related(cpu=place(environment, *path, "cpu")),
            )


def _choices(cpu: int) -> str:
    """The memory that goes with ``cpu``, in words."""
    sizes = _MEMORY[cpu]
    if len(sizes) <= 4:
        return f"with {cpu} CPU units choose {', '.join(map(str, sizes))}"
    return (
        f"with {cpu} CPU units choose {sizes[0]} to {sizes[-1]} in steps of {sizes[1] - sizes[0]}"
    )
