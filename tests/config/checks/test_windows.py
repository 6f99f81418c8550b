from __future__ import annotations

import pytest

from tests.config.checks.found import found
from tfgen.config.checks.windows import check_windows


def windows(backup: str, maintenance: str) -> list[str]:
    yaml = f'database:\n  backup_window: "{backup}"\n  maintenance_window: "{maintenance}"\n'
    return found(check_windows, yaml)


@pytest.mark.parametrize(
    ("backup", "maintenance"),
    [
        ("03:00-04:00", "sun:05:00-sun:06:00"),
        ("03:00-04:00", "sun:04:00-sun:05:00"),
        ("03:00-03:30", "mon:02:30-mon:03:00"),
        ("23:45-00:15", "sun:00:15-sun:00:45"),
        ("04:00-05:00", "sun:23:30-mon:00:30"),
    ],
)
def test_windows_apart_from_each_other(backup: str, maintenance: str) -> None:
    assert windows(backup, maintenance) == []


@pytest.mark.parametrize(
    ("backup", "maintenance"),
    [
        ("03:00-04:00", "sun:03:30-sun:05:00"),
        ("03:00-05:00", "sat:03:30-sat:04:00"),
        ("03:30-04:00", "fri:03:00-fri:05:00"),
        ("23:45-00:15", "mon:00:00-mon:00:30"),
        ("00:00-00:30", "sun:23:30-mon:00:30"),
        ("03:00-04:00", "mon:05:00-wed:05:00"),
    ],
)
def test_windows_that_overlap(backup: str, maintenance: str) -> None:
    assert windows(backup, maintenance) == [
        f"2:18: database.backup_window {backup} overlaps maintenance_window {maintenance}\n"
        "  maintenance 3:23\n  Amazon RDS refuses windows that overlap"
    ]


def test_windows_that_are_too_short() -> None:
    assert windows("03:00-03:29", "sun:05:00-sun:05:00") == [
        "2:18: database.backup_window 03:00-03:29 is shorter than 30 minutes",
        "3:23: database.maintenance_window sun:05:00-sun:05:00 is shorter than 30 minutes",
    ]
