"""Where the time of a run went, phase by phase; costs nothing while nobody asks."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

REST = "the rest"


@dataclass(slots=True)
class Profile:
    """CPU seconds by phase, of this process and of those whose profiles were merged in.

    ``open`` are the phases that are being measured, the outermost first: a phase inside another
    takes its time away from that one.
    """

    spent: dict[str, float] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    since: float = 0.0

    def to_json(self) -> dict[str, float]:
        """What another process can merge."""
        return dict(self.spent)

    def merge(self, spent: Mapping[str, float]) -> None:
        """Add what another process has spent."""
        for name, seconds in spent.items():
            self.spent[name] = self.spent.get(name, 0.0) + seconds

    def table(self) -> str:
        """Lines of phase, CPU seconds and share of the whole, the most expensive first."""
        total = sum(self.spent.values())
        rows = sorted(self.spent.items(), key=lambda row: (-row[1], row[0]))
        width = max(map(len, ("phase", "in all", *self.spent)))
        lines = [f"{'phase':<{width}}    CPU s   share"]
        for name, seconds in (*rows, ("in all", total)):
            share = 100 * seconds / total if total else 0.0
            lines.append(f"{name:<{width}}  {seconds:7.3f}  {share:5.1f}%")
        return "\n".join(lines)


_current: ContextVar[Profile | None] = ContextVar("profile", default=None)


@contextmanager
def recording(*, wanted: bool = True) -> Iterator[Profile]:
    """Record the phases of a block, where ``wanted``; what belongs to none of them is the rest."""
    profile = Profile()
    token = _current.set(profile if wanted else None)
    try:
        with phase(REST):
            yield profile
    finally:
        _current.reset(token)


@contextmanager
def phase(name: str) -> Iterator[None]:
    """Count the CPU time of a block, but for the phases inside it."""
    profile = _current.get()
    if profile is None:
        yield
        return
    _settle(profile)
    profile.open.append(name)
    try:
        yield
    finally:
        _settle(profile)
        profile.open.pop()


def current() -> Profile | None:
    """What is being recorded."""
    return _current.get()


def started_anew() -> Profile | None:
    """The profile of a process that was just forked: what its parent spent is not its own."""
    if _current.get() is None:
        return None
    profile = Profile(open=[REST], since=time.process_time())
    _current.set(profile)
    return profile


def settled(profile: Profile) -> Profile:
    """A profile with all time up to now, for a process that hands it on before a phase ends."""
    _settle(profile)
    return profile


def _settle(profile: Profile) -> None:
    """Give the time since the last change of phase to the innermost one."""
    now = time.process_time()
    if profile.open:
        innermost = profile.open[-1]
        profile.spent[innermost] = profile.spent.get(innermost, 0.0) + now - profile.since
    profile.since = now
