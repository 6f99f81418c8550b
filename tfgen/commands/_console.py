"""Results on standard output, messages on standard error, a progress line on terminals."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass, field
from typing import IO, Any

import click


def wants_colour(stream: IO[Any]) -> bool:
    """Colour on terminals, unless ``NO_COLOR`` (no-color.org) is set to anything but nothing."""
    return not os.environ.get("NO_COLOR") and stream.isatty()


_REDRAW_SECONDS = 0.1
_LOG_SECONDS = 30.0
_SURE_SECONDS = 3.0
"""How long a run must have taken before it is said how long it will take."""


@dataclass(frozen=True, slots=True)
class Console:
    """Where a command speaks; ``quiet`` leaves findings and errors only."""

    quiet: bool = False

    def result(self, text: str) -> None:
        """What the user asked for: always printed."""
        click.echo(text, color=wants_colour(sys.stdout))

    def summary(self, text: str) -> None:
        """How it went, on standard output unless quiet."""
        if not self.quiet:
            self.result(text)

    def message(self, text: str) -> None:
        """Something worth knowing, on standard error unless quiet."""
        if not self.quiet:
            click.echo(text, err=True, color=wants_colour(sys.stderr))

    def problem(self, text: str) -> None:
        """What is wrong: always printed, on standard error."""
        click.echo(text, err=True, color=wants_colour(sys.stderr))

    def progress(self, text: str) -> None:
        """Replace the progress line; an empty text removes it."""
        if not self.quiet and sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[2K{text}")
            sys.stderr.flush()

    def steps(self, what: str, total: int) -> Progress:
        """Progress of work that has ``total`` steps, such as ``rendering``."""
        return Progress(self, what, total, time.monotonic())


@dataclass(slots=True)
class Progress:
    """A count of steps: a line that is redrawn on terminals, elsewhere a line every 30 seconds.

    ``shown`` is when something was last said.
    """

    console: Console
    what: str
    total: int
    started: float
    shown: float = field(default=0.0)
    done: int = 0

    def step(self, name: str = "") -> None:
        """One more step is done; ``name`` is what it was about."""
        self.done += 1
        if self.console.quiet:
            return
        now = time.monotonic()
        if sys.stderr.isatty():
            if now - self.shown >= _REDRAW_SECONDS or self.done == self.total:
                self.shown = now
                self.console.progress(self.text(now, name))
        elif now - max(self.shown, self.started) >= _LOG_SECONDS and self.done < self.total:
            self.shown = now
            self.console.message(self.text(now))

    def end(self) -> None:
        """Remove the line."""
        self.console.progress("")

    def text(self, now: float, name: str = "") -> str:
        """Such as ``rendering env-0007 (7/100), 12 s, about 2 min left``."""
        parts = [" ".join(filter(None, (self.what, name, f"({self.done}/{self.total})")))]
        elapsed = now - self.started
        if elapsed >= _SURE_SECONDS:
            parts.append(duration(elapsed))
            if 0 < self.done < self.total:
                left = elapsed / self.done * (self.total - self.done)
                parts.append(f"about {duration(left)} left")
        return ", ".join(parts)


def duration(seconds: float) -> str:
    """``12 s`` or ``3 min``, as exact as a reader needs."""
    return f"{max(1, round(seconds))} s" if seconds < 99.5 else f"{round(seconds / 60)} min"
