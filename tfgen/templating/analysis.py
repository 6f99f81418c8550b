"""Templates against the schema, without rendering: paths that cannot be, keys that nobody reads.

:mod:`tfgen.templating.following` finds out, once for the same templates: the answer is kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from tfgen.config.environment import Environment
from tfgen.config.kinds import Kind
from tfgen.errors import Problem
from tfgen.templating.located import member_name
from tfgen.templating.store import code_key, load_text, save_text

DataPath: TypeAlias = tuple[str, ...]
ANY = "*"
"""Stands in a path for every key of a map and every item of a list."""

OWN_KEYS = frozenset({"extends", "project", "stack", "suppress"})
"""Top-level keys that tfgen itself reads."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the templates of one kind read.

    ``problems`` are expressions that no valid YAML can satisfy. ``whole`` are the paths read with
    everything below them, ``touched`` those looked at without what is below. ``complete`` is false
    when a template could not be followed (an include whose name is computed), so that nothing can
    be said about keys that are not read.
    """

    kind: str
    problems: tuple[Problem, ...]
    whole: frozenset[DataPath]
    touched: frozenset[DataPath]
    complete: bool


def analyse(kind: Kind, templates: Path, cache: Path | None = None) -> Analysis:
    """Follow every root template of a kind, and every module that one of them mentions.

    What was found in the same templates before is taken from the folder ``cache``, if it is given.
    """
    kept = None if cache is None else _kept(kind, templates)
    if cache is not None and kept is not None:
        found = _from_text(load_text(cache, kept))
        if found is not None:
            return found
    from tfgen.templating.following import follow

    found = follow(kind, templates, cache)
    if cache is not None and kept is not None and not found.problems:
        save_text(cache, kept, _to_text(found))
    return found


def _kept(kind: Kind, templates: Path) -> str | None:
    """The name under which an analysis is kept, made of all that it sees; None if unreadable."""
    digest = hashlib.sha256(f"{code_key()} {kind.name} {kind.roots!r}".encode())
    digest.update(json.dumps(kind.schema, sort_keys=True).encode())
    try:
        for path in sorted(templates.rglob("*.j2")):
            if path.is_file():
                name = path.relative_to(templates).as_posix()
                data = path.read_bytes()
                digest.update(f"\0{name}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
    except OSError:
        return None
    return f"analysis-{digest.hexdigest()[:32]}.txt"


def _to_text(analysis: Analysis) -> str:
    data = (analysis.kind, sorted(analysis.whole), sorted(analysis.touched), analysis.complete)
    return json.dumps(data)


def _from_text(text: str) -> Analysis | None:
    if not text:
        return None
    kind, whole, touched, complete = json.loads(text)
    return Analysis(
        kind, (), frozenset(map(tuple, whole)), frozenset(map(tuple, touched)), complete
    )


def unread_keys(
    environment: Environment, analysis: Analysis, own: Iterable[str] = OWN_KEYS
) -> tuple[Problem, ...]:
    """A warning for every key of an environment's YAML that no template of its kind reads.

    Of a map that nobody reads only the map itself is named. ``own`` are top-level keys that tfgen
    reads itself.
    """
    if not analysis.complete:
        return ()
    ours = frozenset(own)
    data = {key: value for key, value in environment.data.items() if key not in ours}
    return tuple(
        Problem(
            f"{_dotted(path)} is read by no template of the stack kind {analysis.kind}",
            environment.keys.get(path) or environment.positions.get(path),
            "remove it, or read it in a template",
        )
        for path in _unread(data, (), (), analysis)
        if path not in environment.defaults
    )


def _dotted(path: tuple[str | int, ...]) -> str:
    text = ""
    for part in path:
        text = f"{text}[{part}]" if isinstance(part, int) else member_name(text, part)
    return text.removeprefix(".")


def _unread(
    value: object, path: tuple[str | int, ...], pattern: DataPath, analysis: Analysis
) -> Iterator[tuple[str | int, ...]]:
    """The paths of the map keys below a value that nothing reads."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            inner = (*pattern, str(key))
            use = _use(inner, analysis)
            if use == "all":
                continue
            if use:
                yield from _unread(item, (*path, key), inner, analysis)
            else:
                yield (*path, key)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _unread(item, (*path, index), (*pattern, ANY), analysis)


@lru_cache(maxsize=4096)
def _use(path: DataPath, analysis: Analysis) -> str:
    """Whether a path is read with all that is below it, led to, or neither: "all", "some", ""."""
    if any(len(read) <= len(path) and same(read, path) for read in analysis.whole):
        return "all"
    led_to = any(
        len(read) >= len(path) and same(read, path)
        for reads in (analysis.whole, analysis.touched)
        for read in reads
    )
    return "some" if led_to else ""


def same(left: DataPath, right: DataPath) -> bool:
    """Whether two paths agree as far as both go."""
    return all(one == other or ANY in (one, other) for one, other in zip(left, right, strict=False))
