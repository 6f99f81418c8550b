"""Results on standard output, messages on standard error, a progress line on terminals."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import IO, Any

import click


def wants_colour(stream: IO[Any]) -> bool:
    """Colour on terminals, unless ``NO_COLOR`` (no-color.org) is set to anything but nothing."""
    return not os.environ.get("NO_COLOR") and stream.isatty()


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
