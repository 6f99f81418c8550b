"""Backup and maintenance windows of the database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tfgen.config.checks.values import place, related, value
from tfgen.errors import Problem

if TYPE_CHECKING:
    from tfgen.config.environment import Environment

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = 24 * 60
_WEEK = 7 * _DAY
# Amazon RDS API reference, CreateDBInstance: PreferredBackupWindow, PreferredMaintenanceWindow.
_SHORTEST = 30


def check_windows(environment: Environment) -> Iterator[Problem]:
    """Both windows last 30 minutes or more, and no daily backup falls into maintenance."""
    backup = value(environment, "database", "backup_window")
    maintenance = value(environment, "database", "maintenance_window")
    lengths = {}
    for key, window, period in (
        ("backup_window", backup, _DAY),
        ("maintenance_window", maintenance, _WEEK),
    ):
        if window is None:
            continue
        start, end = _ends(window)
        lengths[key] = (start, (end - start) % period)
        if lengths[key][1] < _SHORTEST:
            yield Problem(
                f"database.{key} {window} is shorter than {_SHORTEST} minutes",
                place(environment, "database", key),
            )
    if len(lengths) == 2 and _overlap(*lengths.values()):
        yield Problem(
            f"database.backup_window {backup} overlaps maintenance_window {maintenance}",
            place(environment, "database", "backup_window"),
            "Amazon RDS refuses windows that overlap",
            related(maintenance=place(environment, "database", "maintenance_window")),
        )


def _ends(window: str) -> tuple[int, int]:
    """Start and end of ``03:00-04:00`` or ``sun:05:00-sun:06:00``, in minutes of day or week."""
    start, end = (_minutes(part) for part in window.split("-"))
    return start, end


def _minutes(text: str) -> int:
    *day, hour, minute = text.split(":")
    return (_DAYS.index(day[0]) * _DAY if day else 0) + int(hour) * 60 + int(minute)


def _overlap(daily: tuple[int, int], weekly: tuple[int, int]) -> bool:
    """Whether a window of every day meets one of the week; each is a start and a length."""
    start, length = weekly
    for day in range(7):
        backup = daily[0] + day * _DAY
        # On the circle of the week one of two windows starts inside the other.
        if (backup - start) % _WEEK < length or (start - backup) % _WEEK < daily[1]:
            return True
    return False
