"""What the lifecycle block of a resource says; its references are names, not values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tfgen.hcl.tree import Literal, Reference, Tuple
from tfgen.program.model import View

if TYPE_CHECKING:
    from tfgen.program.model import Resource

ALL: Final = "all"


def ignores(resource: Resource, name: str) -> bool:
    """Whether changes of an argument are ignored, by its name or with all others."""
    return not {name, ALL}.isdisjoint(_ignored(resource))


def _ignored(resource: Resource) -> set[str]:
    found: set[str] = set()
    for block in resource.blocks("lifecycle"):
        written = block.attribute("ignore_changes") if isinstance(block, View) else None
        if written is None:
            continue
        expression = written.expression
        for item in expression.items if isinstance(expression, Tuple) else (expression,):
            if isinstance(item, Reference) and not item.steps:
                found.add(item.name)
            elif isinstance(item, Literal):
                found.add(str(item.value))
    return found


def is_created_first(resource: Resource) -> bool:
    """Whether ``create_before_destroy`` is set."""
    value = resource.lifecycle("create_before_destroy")
    return value is not None and value.truth is not False
