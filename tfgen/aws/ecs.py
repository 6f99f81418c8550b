"""ECS services and tasks: which task a service runs, where it runs, what is only a default."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tfgen.program.values import UNKNOWN_PIECE

if TYPE_CHECKING:
    from tfgen.program.model import Module, Resource
    from tfgen.program.values import Value

SERVICE: Final = "aws_ecs_service"
TASK: Final = "aws_ecs_task_definition"
_RUNS_ALSO: Final = ("aws_ecs_task_set",)


def referred(value: Value | None, *types: str) -> Resource | None:
    """The managed resource of one of the types that a value, or a part of its text, comes from."""
    if value is None:
        return None
    return next(
        (one for one in value.resources() if one.mode == "managed" and one.type in types), None
    )


def task_of(service: Resource) -> Resource | None:
    """The task definition that a service refers to, in whatever way; None when it is not told."""
    return referred(service.get("task_definition"), TASK)


def strategy(service: Resource) -> tuple[str, ...]:
    """The names of a service's capacity providers, as far as they are known."""
    names = (view.get("capacity_provider") for view in service.blocks("capacity_provider_strategy"))
    return tuple(name.text for name in names if name is not None and name.text is not None)


@dataclass(frozen=True, slots=True)
class Tasks:
    """The task definitions of a root and the services that run them."""

    services: dict[Resource, tuple[Resource, ...]]

    def on_fargate(self, task: Resource) -> bool:
        """Whether a task surely is for Fargate: it says so, or a service runs it there."""
        compatible = task.get("requires_compatibilities")
        if compatible and any(item.text == "FARGATE" for item in compatible.as_list()):
            return True
        return any(is_fargate(service) for service in self.services.get(task, ()))


def tasks_of(root: Module) -> Tasks:
    """Read the task definitions and services of a root."""
    found: dict[Resource, tuple[Resource, ...]] = {}
    for service in root.find(SERVICE, *_RUNS_ALSO):
        task = task_of(service)
        if task is not None:
            found[task] = (*found.get(task, ()), service)
    return Tasks(found)


def is_fargate(service: Resource) -> bool:
    """Whether a service surely runs on Fargate."""
    launch = service.get("launch_type")
    if launch is not None and launch.text == "FARGATE":
        return True
    return any(name in {"FARGATE", "FARGATE_SPOT"} for name in strategy(service))


def network_mode(task: Resource, *, fargate: bool) -> str | None:
    """The network mode of a task, None when it cannot be told; Docker's default is "bridge"."""
    mode = task.get("network_mode")
    if mode is not None:
        return mode.text
    return None if fargate else "bridge"


class Given:
    """What a folder that nobody applies leaves to its callers: the defaults of its variables."""

    def __init__(self, root: Module) -> None:
        self._spans: dict[str, list[tuple[int, int]]] = {}
        if not root.is_deployable:
            for view in root.top("variable"):
                self._spans.setdefault(view.file, []).append((view.span.start, view.span.end))

    def is_default(self, value: Value | None) -> bool:
        """Whether a caller may well give another value than this."""
        if value is None:
            return False
        spans = self._spans.get(value.file, ())
        return any(start <= value.span.start < end for start, end in spans)

    def leaves(self, resource: Resource, name: str) -> bool:
        """Whether an argument that is null may be set by a caller."""
        return bool(self._spans) and resource.attribute(name) is not None


def shown(value: Value) -> str:
    """A text as a message shows it, with an ellipsis for each unknown piece."""
    return (value.pattern() or "…").replace(UNKNOWN_PIECE, "…")


def each_root(roots: tuple[Module, ...], *types: str) -> Iterator[Module]:
    """The roots that have a resource of one of the types."""
    return (root for root in roots if next(root.find(*types), None) is not None)
