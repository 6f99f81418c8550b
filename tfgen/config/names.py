"""Names that AWS limits, computed before anything is rendered.

A schema lists them under ``x-tfgen-names``, each an object with

``resource``  what is named, in words: "load balancer"
``name``      the name, with placeholders in braces: "{prefix}-alb"
``max``       the longest name AWS accepts, in characters
``pattern``   optional: a regular expression that the whole name must match
``each``      optional: the dotted path of a map or list; one name per key or item, as ``{each}``
``source``    where the limit is documented

Placeholders: ``prefix`` (project, environment and suffix joined by hyphens), ``project``,
``environment``, ``suffix``, ``account_id``, ``region`` and, with ``each``, ``each``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from string import Formatter
from typing import TYPE_CHECKING, Any

from tfgen.errors import Location, Problem
from tfgen.json_positions import KeyPath
from tfgen.suggest import choice_hint

if TYPE_CHECKING:
    from tfgen.config.environment import Environment

KEYWORD = "x-tfgen-names"

_REQUIRED: dict[str, type] = {"resource": str, "name": str, "max": int, "source": str}
_OPTIONAL: dict[str, type] = {"pattern": str, "each": str}
_PLACEHOLDERS = ("prefix", "project", "environment", "suffix", "account_id", "region")


def declaration_problems(schema: Mapping[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    """What is wrong with a schema's ``x-tfgen-names``: paths in the schema, and messages."""
    declared = schema.get(KEYWORD, [])
    if not isinstance(declared, list):
        yield (KEYWORD,), f"{KEYWORD} must be a list"
        return
    for index, entry in enumerate(declared):
        path: KeyPath = (KEYWORD, index)
        if not isinstance(entry, dict):
            yield path, f"each entry of {KEYWORD} must be an object"
            continue
        yield from _entry_problems(path, entry)


def _entry_problems(path: KeyPath, entry: dict[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    types = _REQUIRED | _OPTIONAL
    for key in _REQUIRED:
        if key not in entry:
            yield path, f'"{key}" is missing'
    for key, value in entry.items():
        if key not in types:
            hint = choice_hint(key, types)
            yield (*path, key), f'unknown key "{key}"' + (f": {hint}" if hint else "")
        elif type(value) is not types[key] or not value or (isinstance(value, int) and value < 0):
            what = "a positive whole number" if types[key] is int else "a text"
            yield (*path, key), f'"{key}" must be {what}'
    if isinstance(entry.get("pattern"), str):
        try:
            re.compile(entry["pattern"])
        except re.error as error:
            yield (*path, "pattern"), f"not a regular expression: {error}"
    if isinstance(entry.get("name"), str):
        yield from _placeholder_problems((*path, "name"), entry)


def _placeholder_problems(path: KeyPath, entry: dict[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    allowed = (*_PLACEHOLDERS, "each") if "each" in entry else _PLACEHOLDERS
    try:
        parts = list(Formatter().parse(entry["name"]))
    except ValueError as error:
        yield path, f"not a name with placeholders: {error}"
        return
    for _, placeholder, form, conversion in parts:
        if placeholder is None:
            continue
        if form or conversion:
            yield path, f"the placeholder {{{placeholder}}} takes nothing but its name"
        elif placeholder not in allowed:
            yield path, f"unknown placeholder {{{placeholder}}}: there are {', '.join(allowed)}"


def name_problems(environment: Environment, schema: Mapping[str, Any]) -> Iterator[Problem]:
    """A problem for every name of ``environment`` that AWS would refuse."""
    for entry in schema.get(KEYWORD, []):
        for each, where in _instances(environment, entry.get("each")):
            yield from _check(environment, entry, each, where)


def _instances(
    environment: Environment, each: str | None
) -> Iterator[tuple[str | None, Location | None]]:
    """The values of ``{each}`` with their places; one None where the entry has no ``each``."""
    if each is None:
        yield None, None
        return
    path: KeyPath = tuple(each.split("."))
    value: Any = environment.data
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    if isinstance(value, Mapping):
        for key in value:
            where = environment.keys.get((*path, key))
            yield key, where or environment.positions.get((*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, str):
                yield item, environment.positions.get((*path, index))


@lru_cache(maxsize=1024)
def _placeholders(form: str) -> tuple[str, ...]:
    """The placeholders of a name's form, each once, sorted."""
    return tuple(sorted({name for _, name, _, _ in Formatter().parse(form) if name}))


def _check(
    environment: Environment, entry: Mapping[str, Any], each: str | None, where: Location | None
) -> Iterator[Problem]:
    values = {
        "prefix": environment.prefix,
        "project": environment.data.get("project"),
        "environment": environment.name,
        "suffix": environment.suffix,
        "account_id": environment.data.get("account_id"),
        "region": environment.data.get("region"),
        "each": each,
    }
    used = _placeholders(entry["name"])
    resource, limit = entry["resource"], entry["max"]
    for placeholder in used:
        if values[placeholder] is None:
            yield Problem(
                f"the name of the {resource} needs {placeholder}, which is not set",
                Location(environment.file),
            )
            return
    name = entry["name"].format_map(values)
    project = environment.positions.get(("project",))
    # What only this name has is the thing to shorten; otherwise the project's name.
    place = where or project or Location(environment.file)
    related = (("project", project),) if where and project and _uses_project(used) else ()
    if len(name) > limit:
        shorten = "this name" if where else "the project's name"
        yield Problem(
            f'the name of the {resource} would be "{name}": {len(name)} characters, '
            f"and AWS allows {limit}",
            place,
            f"shorten {shorten} by {len(name) - limit} ({entry['source']})",
            related,
        )
    elif "pattern" in entry and not re.fullmatch(entry["pattern"], name):
        yield Problem(
            f'the name of the {resource} would be "{name}", which is not allowed',
            place,
            f"it must match {entry['pattern']} ({entry['source']})",
            related,
        )


def _uses_project(placeholders: tuple[str, ...]) -> bool:
    return not {"prefix", "project"}.isdisjoint(placeholders)
