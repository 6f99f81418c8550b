"""An ECS service, its task definition, target group or scaling do not fit together.

Each of these is valid Terraform by itself; only the pair is wrong, and AWS says so in the middle of
the apply, at RegisterTaskDefinition, CreateService or RegisterScalableTarget. Found:

- a service whose `load_balancer` or `service_registries` names a container that its task does not
  have, or a port that the container does not map ("The container api did not have a container port
  8080 defined");
- a target group with another `target_type` than the network mode needs: `ip` for awsvpc and
  Fargate, `instance` for bridge and host; the default of the provider is `instance`;
- `network_configuration` missing for awsvpc, or present for another network mode;
- `launch_type` beside `capacity_provider_strategy`; `scheduling_strategy = "DAEMON"` on Fargate;
- `health_check_grace_period_seconds` without a load balancer;
- deployment percents that leave no room: minimum not below maximum, more than 100 for a daemon,
  100 or less with `availability_zone_rebalancing = "ENABLED"`;
- a scalable target whose `resource_id` is not `service/<cluster>/<service>`, names another cluster
  than the service is in, or a service that nobody declares;
- in the task: two containers of one name, no essential container, `dependsOn`, `volumesFrom` or
  `mountPoints` of something that is not there, waiting for the end of an essential container or for
  the health of one without `healthCheck`, a cycle of dependencies, a `hostPort` other than the
  `containerPort` in awsvpc or host mode, a container without any memory on EC2, the log driver
  awslogs without the options it needs.

The `port` of a target group may differ from the container's: ECS registers each task with the port
of the service. Not found: containers, ports and names that only Terraform could tell.

Fail:

    resource "aws_ecs_task_definition" "api" {
      family                   = "api"
      requires_compatibilities = ["FARGATE"]
      network_mode             = "awsvpc"
      container_definitions = jsonencode([{
        name         = "api"
        portMappings = [{ containerPort = 8080 }]
      }])
    }

    resource "aws_lb_target_group" "api" {
      port     = 80
      protocol = "HTTP"
      vpc_id   = "vpc-1"
    }

    resource "aws_ecs_service" "api" {
      name            = "api"
      task_definition = aws_ecs_task_definition.api.arn
      launch_type     = "FARGATE"

      network_configuration {
        subnets = ["subnet-1"]
      }

      load_balancer {
        target_group_arn = aws_lb_target_group.api.arn
        container_name   = "app"
        container_port   = 80
      }
    }

Pass:

    resource "aws_ecs_task_definition" "api" {
      family                   = "api"
      requires_compatibilities = ["FARGATE"]
      network_mode             = "awsvpc"
      container_definitions = jsonencode([{
        name         = "api"
        portMappings = [{ containerPort = 8080 }]
      }])
    }

    resource "aws_lb_target_group" "api" {
      port        = 80
      protocol    = "HTTP"
      target_type = "ip"
      vpc_id      = "vpc-1"
    }

    resource "aws_ecs_service" "api" {
      name            = "api"
      task_definition = aws_ecs_task_definition.api.arn
      launch_type     = "FARGATE"

      network_configuration {
        subnets = ["subnet-1"]
      }

      load_balancer {
        target_group_arn = aws_lb_target_group.api.arn
        container_name   = "api"
        container_port   = 8080
      }
    }

Mend: the message names both sides; keep names and ports in one local that both use.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tfgen.aws.ecs import (
    SERVICE,
    TASK,
    Given,
    Tasks,
    each_root,
    is_fargate,
    network_mode,
    referred,
    strategy,
    task_of,
    tasks_of,
)
from tfgen.errors import Problem
from tfgen.program.containers import Container
from tfgen.program.model import ObjectView, Program, Resource, View
from tfgen.rules._autoscaling import TARGET, target_problems
from tfgen.rules._task_wiring import names, place, task_problems

ID: Final = "TFG152"
NAME: Final = "service-wiring"
SEVERITY: Final = "error"

_GROUPS: Final = ("aws_lb_target_group", "aws_alb_target_group")


def check(program: Program) -> Iterator[Problem]:
    """Problems of task definitions, services and scalable targets, at what is to be changed."""
    services = {root: list(root.find(SERVICE)) for root in each_root(program.roots, SERVICE)}
    for root in each_root(program.roots, SERVICE, TASK, TARGET):
        given, tasks = Given(root), tasks_of(root)
        for task in root.find(TASK):
            yield from task_problems(task, given, fargate=tasks.on_fargate(task))
        for service in services.get(root, ()):
            yield from _service(service, tasks, given)
        elsewhere = [one for other, found in services.items() if other is not root for one in found]
        yield from target_problems(root, elsewhere)


def _service(service: Resource, tasks: Tasks, given: Given) -> Iterator[Problem]:
    task = task_of(service)
    if task is not None:
        yield from _containers(service, task)
        fargate = tasks.on_fargate(task) or is_fargate(service)
        mode = network_mode(task, fargate=fargate)
        if mode is not None and not given.is_default(task.get("network_mode")):
            yield from _network(service, task, mode)
    if is_fargate(service):
        yield from _fargate(service, task)
    yield from _launch(service)
    yield from _grace(service, given)
    yield from _percents(service, given)


# Containers and ports


def _containers(service: Resource, task: Resource) -> Iterator[Problem]:
    known = names(task)
    if not known:
        return
    for kind in ("load_balancer", "service_registries"):
        for view in service.blocks(kind):
            name = view.get("container_name")
            if name is None or name.text is None:
                continue
            if name.text not in known:
                listed = ", ".join(f'"{one}"' for one in known)
                yield Problem(
                    f'{service.block_address} sends requests to container "{name.text}", which '
                    f"{task.block_address} does not have",
                    place(name, view.where_of("container_name")),
                    f"name one of {listed}",
                    (("containers", task.where_of("container_definitions")),),
                )
            else:
                yield from _port(service, view, known[name.text])


def _port(service: Resource, view: View | ObjectView, container: Container) -> Iterator[Problem]:
    port, mappings = view.get("container_port"), container.get("portMappings")
    if port is None or port.number is None or (mappings and not mappings.is_known):
        return
    ports = []
    for mapping in mappings.items if mappings is not None else ():
        inside = mapping.get("containerPort")
        if inside is None or inside.number is None:
            return
        ports.append(inside.number)
    if port.number not in ports:
        has = ", ".join(map(str, ports)) or "none"
        yield Problem(
            f"{service.block_address} sends requests to port {port.number} of container "
            f'"{container.name}", which maps {has}',
            place(port, view.where_of("container_port")),
            "use a port of its portMappings, or add this one there",
            (("container", container.value.where),),
        )


# Networks


def _network(service: Resource, task: Resource, mode: str) -> Iterator[Problem]:
    configuration = service.block("network_configuration")
    if mode == "awsvpc" and configuration is None:
        yield Problem(
            f"{service.block_address} has no network_configuration, which its task "
            f"{task.block_address} needs in network mode awsvpc",
            service.where,
            "add network_configuration with subnets and security_groups",
            (("task", task.where_of("network_mode")),),
        )
    elif mode != "awsvpc" and configuration is not None and configuration.certain:
        yield Problem(
            f"{service.block_address} has a network_configuration, which ECS refuses because its "
            f"task {task.block_address} is in network mode {mode}",
            configuration.where,
            'remove it, or set network_mode = "awsvpc" in the task',
            (("task", task.where_of("network_mode")),),
        )
    wanted = "ip" if mode == "awsvpc" else "instance"
    for view in service.blocks("load_balancer"):
        group = referred(view.get("target_group_arn"), *_GROUPS)
        if group is None:
            continue
        kind = group.get("target_type")
        if kind is None and group.attribute("target_type") is not None:
            continue
        text = "instance" if kind is None else kind.text
        if text is not None and text != wanted:
            yield Problem(
                f'{group.block_address} has target_type "{text}", but the tasks of '
                f'{service.block_address} in network mode {mode} need "{wanted}"',
                group.where if kind is None else place(kind, group.where_of("target_type")),
                f'set target_type = "{wanted}" (this replaces the target group)',
                (("service", view.where), ("task", task.where_of("network_mode"))),
            )


def _fargate(service: Resource, task: Resource | None) -> Iterator[Problem]:
    scheduling = service.get("scheduling_strategy")
    if scheduling is not None and scheduling.text == "DAEMON":
        yield Problem(
            f"{service.block_address} is a daemon on Fargate, which has only REPLICA",
            place(scheduling, service.where_of("scheduling_strategy")),
            "remove scheduling_strategy and set desired_count",
        )
    if task is None and service.block("network_configuration") is None:
        yield Problem(
            f"{service.block_address} runs on Fargate and has no network_configuration",
            service.where,
            "add network_configuration with subnets and security_groups",
        )


# The service itself


def _launch(service: Resource) -> Iterator[Problem]:
    launch = service.get("launch_type")
    if launch is None or launch.text is None or not strategy(service):
        return
    blocks = service.blocks("capacity_provider_strategy")
    if any(block.certain for block in blocks):
        yield Problem(
            f'{service.block_address} has launch_type "{launch.text}" and a '
            "capacity_provider_strategy, of which ECS takes one",
            place(launch, service.where_of("launch_type")),
            "remove launch_type",
            (("strategy", blocks[0].where),),
        )


def _grace(service: Resource, given: Given) -> Iterator[Problem]:
    seconds = service.get("health_check_grace_period_seconds")
    if seconds is None or not seconds.number or service.blocks("load_balancer"):
        return
    if not given.is_default(seconds):
        yield Problem(
            f"{service.block_address} has health_check_grace_period_seconds and no load_balancer; "
            "ECS refuses that",
            place(seconds, service.where_of("health_check_grace_period_seconds")),
            "remove it, and use startPeriod of the container's healthCheck",
        )


def _percents(service: Resource, given: Given) -> Iterator[Problem]:
    controller = service.block("deployment_controller")
    kind = controller.get("type") if controller is not None else None
    if kind is not None and kind.text != "ECS":
        return
    most, least = (
        None if given.is_default(value) else value
        for value in (
            service.get("deployment_maximum_percent"),
            service.get("deployment_minimum_healthy_percent"),
        )
    )
    if most is None or most.number is None:
        return
    where = place(most, service.where_of("deployment_maximum_percent"))
    scheduling = service.get("scheduling_strategy")
    if scheduling is not None and scheduling.text != "REPLICA":
        if scheduling.text == "DAEMON" and most.number > 100:
            yield Problem(
                f"{service.block_address} is a daemon with deployment_maximum_percent "
                f"{most.number}; ECS takes at most 100",
                where,
                "remove deployment_maximum_percent",
            )
        return
    written = service.attribute("deployment_minimum_healthy_percent") is not None
    minimum = least.number if least is not None else None if written else 100
    if minimum is not None and minimum >= most.number:
        yield Problem(
            f"{service.block_address} keeps at least {minimum} % and at most {most.number} % of "
            "its tasks, so that no deployment can replace one",
            where,
            "raise deployment_maximum_percent to 200, or lower the minimum",
        )
    rebalancing = service.get("availability_zone_rebalancing")
    if rebalancing is not None and rebalancing.text == "ENABLED" and most.number <= 100:
        yield Problem(
            f"{service.block_address} has availability_zone_rebalancing, which needs "
            f"deployment_maximum_percent above 100, not {most.number}",
            place(rebalancing, service.where_of("availability_zone_rebalancing")),
            "raise deployment_maximum_percent to 200",
            (("maximum", where),),
        )
