"""Secrets of a program taken out of what Terraform says about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeAlias

from tfgen.program.model import Program
from tfgen.program.secrets import secret_lines

Mask: TypeAlias = Callable[[str], str]

HIDDEN: Final = "…"
_QUOTED: Final = re.compile(r'"((?:[^"\\]|\\.)+)"')
_ESCAPED: Final = re.compile(r'\\(["\\])')
_SHORTEST: Final = 4
"""Characters of a value that is looked for; a shorter one stands in too many words."""


def mask_of(program: Program) -> Mask:
    """What replaces every value that stands on a line with a secret by ``…``."""
    values: set[str] = set()
    for path, number in secret_lines(program):
        lines = program.files[path].text.split("\n")
        values.update(_values(lines[number - 1] if number <= len(lines) else ""))
    ordered = sorted(values, key=lambda value: (-len(value), value))
    pattern = re.compile("|".join(map(re.escape, ordered))) if ordered else None

    def mask(text: str) -> str:
        return text if pattern is None else pattern.sub(HIDDEN, text)

    return mask


def _values(line: str) -> set[str]:
    """The quoted texts of a line, as written and as meant, or all of it where none is quoted."""
    written = _QUOTED.findall(line) or [line.strip()]
    meant = [_ESCAPED.sub(r"\1", text) for text in written]
    return {text for text in (*written, *meant) if len(text) >= _SHORTEST}
