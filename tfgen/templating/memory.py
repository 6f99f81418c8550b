"""What one run of tfgen learns while it renders, and keeps for the next in the cache folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Template

from tfgen.errors import Location
from tfgen.templating.reuse import Shape, from_json, to_json
from tfgen.templating.store import code_key, load_text, save_text

_MOST_SHAPES = 4096
"""Outputs of templates that a run remembers; fleets of a thousand environments have hundreds."""
_MOST_KEPT = 4_000_000
"""Characters of shapes that are kept for the next run; a hundred shapes take about a million."""


@dataclass(frozen=True, slots=True)
class Origins:
    """Where the lines of a file come from, by their numbers from 1.

    ``templates`` has the template line of every line, ``values`` the line of YAML of the values on
    it, where there are any.
    """

    templates: Mapping[int, Location]
    values: Mapping[int, Location]


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a file below its header, and what is known of it.

    ``sources`` are those of its module calls, ``key`` that of its skeleton, ``origins`` gives the
    lines as they are without the header.
    """

    parts: tuple[str, ...]
    sources: tuple[str, ...]
    key: str
    origins: Callable[[], Origins]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an output of a template; ``shape`` is None where nothing can be reused."""

    shape: Shape | None
    is_empty: bool = False


@dataclass(slots=True)
class Memory:
    """What a run knows already: compiled templates, texts that no data shapes, and shapes.

    ``constants`` are by template, None for one that comes to nothing; ``shapes`` by what a template
    put out, ``kept`` the lines of those of earlier runs by its hash. ``files`` are the names of the
    templates in a folder, ``modules`` all modules. None of it may outlive a change of templates but
    ``kept``.
    """

    templates: dict[str, Template] = field(default_factory=dict)
    constants: dict[str, Text | None] = field(default_factory=dict)
    shapes: dict[str, Known] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    files: dict[str, tuple[str, ...]] = field(default_factory=dict)
    modules: tuple[str, ...] = ()

    def known(self, output: str) -> Known | None:
        """What is known of an output of a template."""
        found = self.shapes.get(output)
        if found is None and self.kept:
            line = self.kept.get(_hash(output))
            if line is not None:
                found = self.shapes[output] = _known(line)
        return found

    def learn(self, output: str, known: Known) -> None:
        """Note what is known of an output."""
        if len(self.shapes) >= _MOST_SHAPES:
            self.shapes.clear()
        self.shapes[output] = known


def load_memory(cache: Path | None) -> Memory:
    """A memory that begins with what earlier runs kept in the cache folder, if there is one."""
    if cache is None:
        return Memory()
    return Memory(kept=dict(_split(load_text(cache, _file()).splitlines())))


def learnt(memory: Memory) -> list[str]:
    """What a memory knows of shapes, as lines of text."""
    return [f"{_hash(output)} {_line(known)}" for output, known in memory.shapes.items()]


def save_memory(cache: Path | None, memory: Memory, others: Iterable[str] = ()) -> None:
    """Keep the shapes of a memory, and the lines that other processes learnt, for the next run."""
    if cache is None:
        return
    fresh = dict(_split((*learnt(memory), *others)))
    if fresh.items() <= memory.kept.items():
        return
    lines: list[str] = []
    size = 0
    for key, line in {**fresh, **{k: v for k, v in memory.kept.items() if k not in fresh}}.items():
        size += len(line)
        if size > _MOST_KEPT:
            break
        lines.append(f"{key} {line}")
    save_text(cache, _file(), "\n".join(lines))


def forget_memory(cache: Path) -> None:
    """Remove what is kept, of any version: texts of templates are in it."""
    for path in cache.glob("shapes-*.txt"):
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _file() -> str:
    return f"shapes-{code_key()}.txt"


def _hash(output: str) -> str:
    return hashlib.sha256(output.encode("utf-8", "surrogatepass")).hexdigest()


def _split(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    for line in lines:
        key, _, rest = line.partition(" ")
        yield key, rest


def _line(known: Known) -> str:
    data = [] if known.is_empty else None if known.shape is None else to_json(known.shape)
    return json.dumps(data, separators=(",", ":"))


def _known(line: str) -> Known:
    data = json.loads(line)
    if data is None:
        return Known(None)
    return Known(from_json(data)) if data else Known(None, is_empty=True)
