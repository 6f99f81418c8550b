"""The sizes of tasks as task definitions write them, and what Windows takes of them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tfgen.program.values import Value

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
