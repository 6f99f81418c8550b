"""Values that a new project or environment leaves to be filled in.

``tfgen init`` and ``tfgen new`` write FILL-IN where only the user knows the value. Nothing at AWS
or GitHub that the shipped schemas ask for can be called so without being meant as a gap: account
ids are digits, zones and domains have no capital letters, a repository has a slash.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from tfgen.config.schema import speaking_about
from tfgen.config.schema_check import reading_order
from tfgen.config.secrets import dotted, shown
from tfgen.errors import Location, Problem

if TYPE_CHECKING:
    from tfgen.config.nodes import Document
    from tfgen.json_positions import KeyPath

PLACEHOLDER = "FILL-IN"
_OPEN = "is still to be filled in"
_WORD = re.compile(r"(?<![A-Za-z0-9-])FILL-IN(?![A-Za-z0-9-])")


def is_placeholder(value: object) -> bool:
    """Whether a value is, or has a part that is, still to be filled in."""
    return isinstance(value, str) and PLACEHOLDER in value and _WORD.search(value) is not None


def find_placeholders(schema: Mapping[str, Any], document: Document) -> list[Problem]:
    """A problem for every value that is still to be filled in, with what the schema says of it.

    In the order in which a reader of the files meets them.
    """
    problems = [
        Problem(f"{dotted(path)} {_OPEN}", where, _wanted(schema, path))
        for path in _open_paths(document.value, ())
        for where in (document.positions.get(path, Location("")),)
    ]
    return sorted(problems, key=reading_order)


def is_open(problem: Problem) -> bool:
    """Whether a problem is that a value is still to be filled in."""
    return problem.message.endswith(_OPEN)


def without(problems: Iterable[Problem], placeholders: Iterable[Problem]) -> list[Problem]:
    """The problems that are not about the place of a placeholder."""
    places = {problem.where for problem in placeholders}
    return [problem for problem in problems if problem.where not in places]


def _wanted(schema: Mapping[str, Any], path: KeyPath) -> str:
    """What belongs there: the first description and the first example of the schema."""
    said = speaking_about(schema, path)
    text = next((str(one["description"]) for one in said if "description" in one), "")
    example = next((one["examples"][0] for one in said if one.get("examples")), None)
    if example is None:
        return text
    return f"{text} For example: {shown((), example)}".strip()


def _open_paths(value: Any, path: KeyPath) -> Iterator[KeyPath]:
    """The paths of placeholders; scalars, of which most are none, cost no path of their own."""
    if isinstance(value, dict):
        items: Iterable[tuple[str | int, Any]] = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    else:
        return
    for key, item in items:
        if isinstance(item, dict | list):
            yield from _open_paths(item, (*path, key))
        elif is_placeholder(item):
            yield (*path, key)
