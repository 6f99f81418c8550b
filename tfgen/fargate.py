"""The sizes of tasks that AWS Fargate offers: CPU and memory go together in fixed pairs."""

from __future__ import annotations

from typing import Final

# CPU units to MiB (Amazon ECS developer guide, "Task-level CPU and memory").
MEMORY: Final[dict[int, tuple[int, ...]]] = {
    256: (512, 1024, 2048),
    512: tuple(range(1024, 4096 + 1, 1024)),
    1024: tuple(range(2048, 8192 + 1, 1024)),
    2048: tuple(range(4096, 16384 + 1, 1024)),
    4096: tuple(range(8192, 30720 + 1, 1024)),
    8192: tuple(range(16384, 61440 + 1, 4096)),
    16384: tuple(range(32768, 122880 + 1, 8192)),
}


def choices(cpu: int) -> str:
    """The memory that goes with an amount of CPU, in words."""
    sizes = MEMORY[cpu]
    if len(sizes) <= 4:
        return ", ".join(map(str, sizes))
    return f"{sizes[0]} to {sizes[-1]} in steps of {sizes[1] - sizes[0]}"
