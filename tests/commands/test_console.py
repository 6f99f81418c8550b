"""The progress of long runs."""

from __future__ import annotations

import sys
import time

import pytest

from tfgen.commands._console import Console, duration


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Time that tests move by hand."""
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def _run(clock: list[float], seconds: float, total: int, *, quiet: bool = False) -> None:
    progress = Console(quiet).steps("rendering", total)
    for number in range(total):
        clock[0] += seconds
        progress.step(f"env-{number}")
    progress.end()


def test_a_terminal_is_redrawn_ten_times_a_second_at_most(
    clock: list[float], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    _run(clock, 0.01, 95)
    drawn = capsys.readouterr().err.split("\r\x1b[2K")
    assert drawn[1] == "rendering env-0 (1/95)"
    assert drawn[-2:] == ["rendering env-94 (95/95)", ""]
    assert 10 <= len(drawn) <= 13


def test_a_terminal_is_told_the_time_that_is_left(
    clock: list[float], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    _run(clock, 2, 100)
    drawn = capsys.readouterr().err.split("\r\x1b[2K")
    assert drawn[1] == "rendering env-0 (1/100)"
    assert drawn[2] == "rendering env-1 (2/100), 4 s, about 3 min left"
    assert drawn[90] == "rendering env-89 (90/100), 3 min, about 20 s left"
    assert drawn[100] == "rendering env-99 (100/100), 3 min"


def test_a_log_gets_a_line_every_half_minute(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    _run(clock, 1, 70)
    assert capsys.readouterr().err == (
        "rendering (30/70), 30 s, about 40 s left\nrendering (60/70), 60 s, about 10 s left\n"
    )
    _run(clock, 0.1, 200)
    assert capsys.readouterr().err == ""


def test_quiet_is_quiet(
    clock: list[float], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _run(clock, 10, 70, quiet=True)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    _run(clock, 10, 70, quiet=True)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.2, "1 s"), (59.6, "60 s"), (99.4, "99 s"), (100, "2 min")]
)
def test_durations(seconds: float, said: str) -> None:
    assert duration(seconds) == said
