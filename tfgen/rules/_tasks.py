"""Where ECS tasks run: services and scheduled tasks with their network and task definition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tfgen.aws.links import listed
from tfgen.program.containers import TASK

if TYPE_CHECKING:
    from tfgen.program.model import Module, ObjectView, Resource, View
    from tfgen.program.values import Value


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """Tasks of ``owner``: its network configuration and, when known, the task definition.

    ``is_fargate`` is False, too, when the launch type cannot be told.
    """

    owner: Resource
    network: View | ObjectView
    task: Resource | None
    is_fargate: bool
    has_exec: bool

    @property
    def groups(self) -> tuple[Value, ...]:
        """The security groups of the tasks; none when the default group of the VPC is used."""
        return listed(self.network, "security_groups")

    @property
    def subnets(self) -> tuple[Resource, ...]:
        """The subnets that the root declares."""
        found = (item.resource for item in listed(self.network, "subnets"))
        return tuple(
            subnet
            for subnet in found
            if subnet is not None and subnet.mode == "managed" and subnet.type == "aws_subnet"
        )


def placements(root: Module) -> Iterator[Placement]:
    """The services and scheduled tasks that have a network configuration."""
    for service in root.find("aws_ecs_service"):
        for network in service.blocks("network_configuration"):
            task = _task(service.get("task_definition"))
            yield Placement(
                service,
                network,
                task,
                _is_fargate(service, task),
                _is_true(service.get("enable_execute_command")),
            )
    for owner, run in _scheduled(root):
        for network in run.blocks("network_configuration"):
            task = _task(run.get("task_definition_arn"))
            yield Placement(
                owner,
                network,
                task,
                _is_fargate(run, task),
                _is_true(run.get("enable_execute_command")),
            )


def _scheduled(root: Module) -> Iterator[tuple[Resource, View | ObjectView]]:
    """The blocks that say how to run a task, of EventBridge rules and schedules."""
    for target in root.find("aws_cloudwatch_event_target"):
        for run in target.blocks("ecs_target"):
            yield target, run
    for schedule in root.find("aws_scheduler_schedule"):
        for block in schedule.blocks("target"):
            for run in block.blocks("ecs_parameters"):
                yield schedule, run


def _task(value: Value | None) -> Resource | None:
    found = () if value is None else value.resources()
    return next((one for one in found if one.type == TASK and one.mode == "managed"), None)


def _is_true(value: Value | None) -> bool:
    return value is not None and value.truth is True


def _is_fargate(view: View | ObjectView, task: Resource | None) -> bool:
    launch = view.get("launch_type")
    if launch is not None:
        return launch.text == "FARGATE"
    names = [block.get("capacity_provider") for block in view.blocks("capacity_provider_strategy")]
    if names:
        return all(name is not None and name.text in ("FARGATE", "FARGATE_SPOT") for name in names)
    kinds = task.get("requires_compatibilities") if task is not None else None
    return kinds is not None and [kind.text for kind in kinds.as_list()] == ["FARGATE"]
