"""Terraform and autoscaling set the same number in turns.

Autoscaling changes the number of tasks, instances or capacity units while the system runs. An
apply that also sets the number puts it back to what is written: under load it stops tasks. Found:

- an ECS service with `desired_count` that an aws_appautoscaling_target scales;
- a DynamoDB table with `read_capacity` or `write_capacity` that one scales;
- an Auto Scaling group with `desired_capacity` and a scaling policy;

each without `ignore_changes` for that argument. Services and tables are found by reference or by
their name in `resource_id`.

Fail:

    resource "aws_ecs_service" "app" {
      name          = "app"
      desired_count = 2
    }

    resource "aws_appautoscaling_target" "app" {
      service_namespace  = "ecs"
      scalable_dimension = "ecs:service:DesiredCount"
      resource_id        = "service/main/${aws_ecs_service.app.name}"
      min_capacity       = 2
      max_capacity       = 10
    }

Pass:

    resource "aws_ecs_service" "app" {
      name          = "app"
      desired_count = 2

      lifecycle {
        ignore_changes = [desired_count]
      }
    }

    resource "aws_appautoscaling_target" "app" {
      service_namespace  = "ecs"
      scalable_dimension = "ecs:service:DesiredCount"
      resource_id        = "service/main/${aws_ecs_service.app.name}"
      min_capacity       = 2
      max_capacity       = 10
    }

Mend: add the argument to `ignore_changes` in the lifecycle block; it then sets the first number
only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from tfgen.aws.lifecycle import ignores
from tfgen.errors import Problem

if TYPE_CHECKING:
    from tfgen.findings import Severity
    from tfgen.program.model import Module, Program, Resource
    from tfgen.program.values import Value

ID: Final = "TFG134"
NAME: Final = "autoscaling-drift"
SEVERITY: Final[Severity] = "warning"

_SERVICE: Final = "aws_ecs_service"
_TABLE: Final = "aws_dynamodb_table"
_GROUP: Final = "aws_autoscaling_group"
# What each scalable dimension sets.
_DIMENSIONS: Final = {
    "ecs:service:DesiredCount": (_SERVICE, "desired_count"),
    "dynamodb:table:ReadCapacityUnits": (_TABLE, "read_capacity"),
    "dynamodb:table:WriteCapacityUnits": (_TABLE, "write_capacity"),
}


def check(program: Program) -> Iterator[Problem]:
    """Numbers that both Terraform and autoscaling set."""
    for root in program.roots:
        named = _by_name(root)
        for target in root.find("aws_appautoscaling_target"):
            dimension, scaled = target.get("scalable_dimension"), target.get("resource_id")
            sets = _DIMENSIONS.get(dimension.text or "") if dimension is not None else None
            if sets is None or scaled is None:
                continue
            kind, argument = sets
            yield from _drift(_scaled(scaled, kind, named), argument, target)
        for policy in root.find("aws_autoscaling_policy"):
            group = policy.get("autoscaling_group_name")
            if group is not None:
                groups = [one for one in group.resources() if one.type == _GROUP]
                yield from _drift(groups, "desired_capacity", policy)


def _by_name(root: Module) -> dict[tuple[str, str], list[Resource]]:
    found: dict[tuple[str, str], list[Resource]] = {}
    for resource in root.find(_SERVICE, _TABLE):
        name = resource.get("name")
        if name is not None and name.text is not None:
            found.setdefault((resource.type, name.text), []).append(resource)
    return found


def _scaled(
    identity: Value, kind: str, named: dict[tuple[str, str], list[Resource]]
) -> list[Resource]:
    """The resources that ``service/cluster/name`` or ``table/name`` stands for."""
    referred = [one for one in identity.resources() if one.type == kind]
    if referred or identity.text is None:
        return referred
    found = named.get((kind, identity.text.rpartition("/")[2]), [])
    return found if len({one.block_address for one in found}) == 1 else []


def _drift(scaled: Iterable[Resource], argument: str, by: Resource) -> Iterator[Problem]:
    for resource in scaled:
        if resource.get(argument) is None or ignores(resource, argument):
            continue
        yield Problem(
            f"every apply sets {argument} of {resource.block_address} back, which "
            f"{by.block_address} scales",
            resource.where_of(argument),
            f"add {argument} to ignore_changes in its lifecycle block",
            (("scaled", by.where),),
        )
