"""Where every value and key of a JSON text stands; read only when somebody asks for a line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

KeyPath = tuple[str | int, ...]
"""Where a value stands in a document: ``("network", "availability_zones", 0)``."""

_PIECE = re.compile(r'[\s,:]*("(?:[^"\\]|\\.)*"|[^\s,:{}\[\]"]+|[{}\[\]])', re.DOTALL)


@dataclass(slots=True)
class JsonPositions:
    """Line and column, both from 1, of what stands at a path.

    ``repeated`` are the keys that an object holds a second time; only the last of them counts.
    """

    values: dict[KeyPath, tuple[int, int]] = field(default_factory=dict)
    keys: dict[KeyPath, tuple[int, int]] = field(default_factory=dict)
    repeated: list[KeyPath] = field(default_factory=list)


def json_positions(text: str) -> JsonPositions:
    """The positions in ``text``, which must be valid JSON."""
    import json
    from bisect import bisect_right

    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    pieces = _PIECE.finditer(text)
    found = JsonPositions()

    def at(piece: re.Match[str]) -> tuple[int, int]:
        line = bisect_right(starts, piece.start(1))
        return line, piece.start(1) - starts[line - 1] + 1

    def read(piece: re.Match[str], path: KeyPath) -> None:
        found.values[path] = at(piece)
        if piece[1] == "{":
            while (key := next(pieces))[1] != "}":
                inside = (*path, json.loads(key[1]))
                if inside in found.keys:
                    found.repeated.append(inside)
                found.keys[inside] = at(key)
                read(next(pieces), inside)
        elif piece[1] == "[":
            index = 0
            while (item := next(pieces))[1] != "]":
                read(item, (*path, index))
                index += 1

    read(next(pieces), ())
    return found
