"""Where the time of a run went."""

from __future__ import annotations

import time

import pytest

from tfgen.commands import _profile
from tfgen.commands._profile import Profile, phase, recording


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """CPU time that tests move by hand."""
    now = [100.0]
    monkeypatch.setattr(time, "process_time", lambda: now[0])
    return now


def test_a_phase_has_its_own_time_only(clock: list[float]) -> None:
    with recording() as profile:
        clock[0] += 1
        with phase("render"):
            clock[0] += 2
            with phase("parse"):
                clock[0] += 4
            clock[0] += 8
        with phase("render"):
            clock[0] += 16
    assert profile.to_json() == {"the rest": 1, "render": 26, "parse": 4}


def test_a_phase_that_fails_is_closed(clock: list[float]) -> None:
    with recording() as profile:
        with pytest.raises(ValueError, match="x"):
            _fail_after(2, clock)
        clock[0] += 1
    assert profile.to_json() == {"the rest": 1, "render": 2}


def _fail_after(seconds: float, clock: list[float]) -> None:
    with phase("render"):
        clock[0] += seconds
        raise ValueError("x")


def test_nothing_is_recorded_unless_it_is_wanted(clock: list[float]) -> None:
    with recording(wanted=False) as profile, phase("render"):
        clock[0] += 1
        assert _profile.started_anew() is None
    assert profile.to_json() == {}


def test_a_forked_process_hands_on_what_it_spent_itself(clock: list[float]) -> None:
    with recording(), phase("render"):
        clock[0] += 1
        forked = _profile.started_anew()
        assert forked is not None
        clock[0] += 2
        with phase("write"):
            clock[0] += 4
        handed_on = _profile.settled(forked).to_json()
    assert handed_on == {"the rest": 2, "write": 4}
    whole = Profile({"write": 1.0})
    whole.merge(handed_on)
    assert whole.to_json() == {"the rest": 2, "write": 5}


def test_the_table() -> None:
    assert Profile({"load": 0.5, "render": 1.5}).table() == (
        "phase     CPU s   share\n"
        "render    1.500   75.0%\n"
        "load      0.500   25.0%\n"
        "in all    2.000  100.0%"
    )
    assert Profile().table().endswith("in all    0.000    0.0%")
