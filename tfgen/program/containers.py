"""The containers of ECS task definitions, however these are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tfgen.program.json_text import decode
from tfgen.program.values import Value

if TYPE_CHECKING:
    from tfgen.program.model import Module, Resource

TASK: Final = "aws_ecs_task_definition"


@dataclass(frozen=True, slots=True, eq=False)
class Container:
    """One container of a task: ``value`` is its object, ``name`` None when it is not known."""

    task: Resource
    value: Value
    name: str | None

    def get(self, *path: str | int) -> Value | None:
        """What stands at a path of the definition, in the names of the ECS API.

        None where it is absent or null; an unknown value where it cannot be told.
        """
        return self.value.get(*path)


def containers(root: Module) -> tuple[Container, ...]:
    """The containers of all task definitions of the root and its modules that can be told."""
    return tuple(container for task in root.find(TASK) for container in containers_of(task))


def containers_of(task: Resource) -> tuple[Container, ...]:
    """The containers of one task definition that can be told."""
    return tuple(
        Container(task, item, name.text if name is not None else None)
        for item in _items(task)
        if isinstance(item.data, Mapping)
        for name in [item.get("name")]
    )


def complete(task: Resource) -> bool:
    """Whether these are surely all containers of the task definition."""
    definitions = _definitions(task)
    return (
        definitions is not None
        and definitions.is_known
        and all(isinstance(item.data, Mapping) for item in definitions.as_list())
    )


def _items(task: Resource) -> tuple[Value, ...]:
    definitions = _definitions(task)
    return () if definitions is None else definitions.as_list()


def _definitions(task: Resource) -> Value | None:
    value = task.get("container_definitions")
    return None if value is None else decode(value)
