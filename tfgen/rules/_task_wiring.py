"""What must fit together inside one task definition, or AWS refuses to register it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from tfgen.aws.ecs import Given, network_mode
from tfgen.errors import Location, Problem
from tfgen.program.containers import Container, complete, containers_of

if TYPE_CHECKING:
    from tfgen.program.model import Resource
    from tfgen.program.values import Value

_LOG_OPTIONS: Final = ("awslogs-group", "awslogs-region")
_ENDED: Final = frozenset({"SUCCESS", "COMPLETE"})


def names(task: Resource) -> Mapping[str, Container] | None:
    """The containers by name; None when they may have other names, too."""
    found = containers_of(task)
    if not complete(task) or any(container.name is None for container in found):
        return None
    return {container.name: container for container in found if container.name is not None}


def task_problems(task: Resource, given: Given, *, fargate: bool) -> Iterator[Problem]:
    """Everything in a task definition for which RegisterTaskDefinition fails."""
    found = containers_of(task)
    yield from _names_twice(task, found)
    yield from _essential(task, found)
    known = names(task)
    for container in found:
        if known is not None:
            yield from _dependencies(container, known)
            yield from _volumes_from(container, known)
        yield from _log_options(container, fargate=fargate)
    if known is not None:
        yield from _cycle(task, known)
    yield from _mounts(task, found)
    mode = network_mode(task, fargate=fargate)
    if mode in {"awsvpc", "host"} and not given.is_default(task.get("network_mode")):
        for container in found:
            yield from _host_ports(container, mode)
    if not fargate and task.get("memory") is None and not given.leaves(task, "memory"):
        for container in found:
            if container.get("memory") is None and container.get("memoryReservation") is None:
                yield Problem(
                    f"{_of(container)} has neither memory nor memoryReservation, and the task has "
                    "no memory; ECS needs one of them",
                    container.value.where,
                    "set memory or memoryReservation of the container, in MiB",
                )


def place(value: Value, otherwise: Location) -> Location:
    """Where a value is written; ``otherwise`` for what a resource tells of itself."""
    return otherwise if value.origin is not None else value.where


def _of(container: Container) -> str:
    named = f'container "{container.name}"' if container.name else "a container"
    return f"{named} of {container.task.block_address}"


def _names_twice(task: Resource, found: tuple[Container, ...]) -> Iterator[Problem]:
    first: dict[str, Container] = {}
    for container in found:
        if container.name is None:
            continue
        if container.name in first:
            yield Problem(
                f'two containers of {task.block_address} have the name "{container.name}"',
                container.value.where,
                "give each container of a task a name of its own",
                (("first", first[container.name].value.where),),
            )
        first.setdefault(container.name, container)


def _essential(task: Resource, found: tuple[Container, ...]) -> Iterator[Problem]:
    flags = [container.get("essential") for container in found]
    if found and complete(task) and all(flag and flag.truth is False for flag in flags):
        last = flags[0]
        yield Problem(
            f"no container of {task.block_address} is essential; a task needs at least one",
            last.where if last is not None else task.where_of("container_definitions"),
            "set essential = true for the container that is the service",
        )


def _dependencies(container: Container, known: Mapping[str, Container]) -> Iterator[Problem]:
    for item in _list(container, "dependsOn"):
        name, condition = item.get("containerName"), item.get("condition")
        if name is None or name.text is None:
            continue
        if name.text not in known:
            yield Problem(
                f'{_of(container)} depends on "{name.text}", which is no container of the task',
                place(name, item.where),
                f"name one of {_listed(known)}",
            )
            continue
        other = known[name.text]
        essential, health = other.get("essential"), other.get("healthCheck")
        kind = condition.text if condition is not None else None
        if kind in _ENDED and (essential is None or essential.truth):
            yield Problem(
                f'{_of(container)} waits for the end of "{name.text}" ({kind}), which is '
                "essential: its end ends the task, so ECS refuses that",
                condition.where if condition is not None else item.where,
                f'set essential = false for "{name.text}"',
                (("container", other.value.where),),
            )
        elif kind == "HEALTHY" and health is None:
            yield Problem(
                f'{_of(container)} waits until "{name.text}" is healthy, which has no healthCheck',
                condition.where if condition is not None else item.where,
                f'give "{name.text}" a healthCheck, or wait for START',
                (("container", other.value.where),),
            )


def _cycle(task: Resource, known: Mapping[str, Container]) -> Iterator[Problem]:
    """A container that waits for itself, over any number of others."""
    after = {
        name: [
            found.text
            for item in _list(container, "dependsOn")
            if (found := item.get("containerName")) is not None and found.text in known
        ]
        for name, container in known.items()
    }
    for start in known:
        seen, pending = {""}, list(after[start])
        while pending:
            name = pending.pop() or ""
            if name == start:
                yield Problem(
                    f'container "{start}" of {task.block_address} depends on itself, '
                    "over dependsOn of others",
                    known[start].value.where,
                    "remove one of the dependencies",
                )
                return
            if name not in seen:
                seen.add(name)
                pending += after[name]


def _volumes_from(container: Container, known: Mapping[str, Container]) -> Iterator[Problem]:
    for item in _list(container, "volumesFrom"):
        name = item.get("sourceContainer")
        if name is not None and name.text is not None and name.text not in known:
            yield Problem(
                f'{_of(container)} takes volumes from "{name.text}", which is no container of it',
                place(name, item.where),
                f"name one of {_listed(known)}",
            )


def _mounts(task: Resource, found: tuple[Container, ...]) -> Iterator[Problem]:
    declared: list[str] = []
    for view in task.blocks("volume"):
        name = view.get("name")
        if name is None or name.text is None or not view.certain:
            return
        declared.append(name.text)
    for container in found:
        for item in _list(container, "mountPoints"):
            source = item.get("sourceVolume")
            if source is not None and source.text is not None and source.text not in declared:
                yield Problem(
                    f'{_of(container)} mounts the volume "{source.text}", which the task does not '
                    "declare",
                    place(source, item.where),
                    f'add volume {{ name = "{source.text}" }} to the task, or correct the name',
                )


def _host_ports(container: Container, mode: str) -> Iterator[Problem]:
    for item in _list(container, "portMappings"):
        inside, outside = item.get("containerPort"), item.get("hostPort")
        if inside is None or outside is None:
            continue
        if inside.number is not None and outside.number not in (None, 0, inside.number):
            yield Problem(
                f"{_of(container)} maps port {inside.number} to host port {outside.number}; in "
                f"network mode {mode} both must be the same",
                place(outside, item.where),
                "leave hostPort out",
            )


def _log_options(container: Container, *, fargate: bool) -> Iterator[Problem]:
    driver = container.get("logConfiguration", "logDriver")
    if driver is None or driver.text != "awslogs":
        return
    options = container.get("logConfiguration", "options")
    if options is not None and not options.is_known:
        return
    wanted = (*_LOG_OPTIONS, "awslogs-stream-prefix") if fargate else _LOG_OPTIONS
    missing = [name for name in wanted if options is None or options.get(name) is None]
    if missing:
        yield Problem(
            f"the log driver awslogs of {_of(container)} lacks {', '.join(missing)}",
            options.where if options is not None else driver.where,
            f"add {', '.join(missing)} to its options",
        )


def _list(container: Container, name: str) -> tuple[Value, ...]:
    """The objects of a list in a container definition that are known."""
    value = container.get(name)
    return () if value is None else tuple(item for item in value.items if item.entries)


def _listed(known: Mapping[str, Container]) -> str:
    return ", ".join(f'"{name}"' for name in known)
