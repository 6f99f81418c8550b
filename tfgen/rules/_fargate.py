"""The sizes of tasks that AWS Fargate offers."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tfgen.program.values import Value

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
LEAST_WINDOWS_CPU: Final = 1024
"""Windows containers need at least one vCPU (API reference of RegisterTaskDefinition)."""
MOST_WINDOWS_CPU: Final = 4096
"""AWS documents 8 and 16 vCPU for the Linux platform only."""

_CPU = re.compile(r"(\d*\.?\d+)\s*vcpu", re.IGNORECASE)
_MEMORY = re.compile(r"(\d*\.?\d+)\s*gb", re.IGNORECASE)
_UNITS = 1024


def cpu_units(value: Value) -> int | None:
    """The CPU of a task in units: ``256``, ``"256"``, ``".25 vCPU"``; None for anything else."""
    return _amount(value, _CPU)


def mebibytes(value: Value) -> int | None:
    """The memory of a task in MiB: ``512``, ``"512"``, ``"0.5 GB"``; None for anything else."""
    return _amount(value, _MEMORY)


def _amount(value: Value, unit: re.Pattern[str]) -> int | None:
    number = value.number
    if number is not None:
        return int(number) if number == int(number) else None
    found = unit.fullmatch((value.text or "").strip())
    if found is None:
        return None
    amount = Decimal(found[1]) * _UNITS
    return int(amount) if amount == int(amount) else None


def choices(cpu: int) -> str:
    """The memory that goes with an amount of CPU, in words."""
    sizes = MEMORY[cpu]
    if len(sizes) <= 4:
        return ", ".join(map(str, sizes))
    return f"{sizes[0]} to {sizes[-1]} in steps of {sizes[1] - sizes[0]}"
