"""Suppressed findings: days that exist."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from tfgen.config.checks.values import place, value
from tfgen.errors import Problem

if TYPE_CHECKING:
    from tfgen.config.environment import Environment


def check_suppressions(environment: Environment) -> Iterator[Problem]:
    """``expires`` is a day of the calendar; whether it is past depends on when one looks."""
    for index, entry in enumerate(value(environment, "suppress") or ()):
        day = entry.get("expires")
        if day is None:
            continue
        try:
            date.fromisoformat(day)
        except ValueError:
            where = place(environment, "suppress", index, "expires")
            yield Problem(f'"{day}" is no day of the calendar', where)
