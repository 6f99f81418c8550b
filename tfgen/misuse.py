"""The error of a function that is called with what cannot stand; who knows the line tells it."""

from __future__ import annotations

from tfgen.errors import Location


class MisuseError(Exception):
    """A template did something that cannot stand: what, how to mend it, and whose value it is.

    ``source`` is where the value came from (a line of YAML), None when no value is to blame.
    """

    def __init__(self, message: str, hint: str = "", source: Location | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.source = source
