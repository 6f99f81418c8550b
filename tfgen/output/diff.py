"""The difference between a rendered tree and the disk as a unified diff."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from tfgen.output.compare import Comparison, Difference
from tfgen.output.files import join

_COLOURS = {"@": "36", "-": "31", "+": "32"}
_BOLD = "1"


def unified_diff(comparison: Comparison, display: str, *, colour: bool = False) -> str:
    """Every change as ``git apply`` and ``patch -p1`` take it; "" when no file differs.

    ``display`` is the environment's folder as the user would type it. A byte that is not UTF-8
    is shown as an escape.
    """
    return "".join(
        _coloured(line, code) if colour else line
        for difference in comparison.differences
        for line, code in _file_diff(difference, display)
    )


def _file_diff(difference: Difference, display: str) -> Iterator[tuple[str, str]]:
    """Lines of a diff with their colours."""
    path = join(display, difference.path).lstrip("/")
    lines = difflib.unified_diff(
        _lines(difference.old),
        _lines(difference.new),
        "/dev/null" if difference.old is None else f"a/{path}",
        "/dev/null" if difference.new is None else f"b/{path}",
    )
    for number, line in enumerate(lines):
        code = _BOLD if number < 2 else _COLOURS.get(line[0], "")
        if line.endswith("\n"):
            yield line, code
        else:
            yield f"{line}\n", code
            yield "\\ No newline at end of file\n", ""


def _lines(data: bytes | None) -> list[str]:
    # Not splitlines(): it would also split at form feeds and U+2028.
    lines = (data or b"").decode("utf-8", "backslashreplace").split("\n")
    return [*(f"{line}\n" for line in lines[:-1]), *filter(None, lines[-1:])]


def _coloured(line: str, code: str) -> str:
    return f"\x1b[{code}m{line[:-1]}\x1b[m\n" if code else line
