"""Something that default_tags do not reach is left without the tags of the environment.

The AWS provider applies `default_tags` to the resources it creates itself. What AWS creates from
them gets tags only where the resource says so, and is missing in cost reports and in permissions
that ask for a tag otherwise. Found:

- an ECS service, scheduled or event-driven task without `propagate_tags`: ECS tags no task unless
  it is told to;
- a database without `copy_tags_to_snapshot` (default false): its snapshots, which outlive it,
  belong to nobody;
- a launch template whose `tag_specifications` leave out instances or volumes. The provider
  documents that default_tags are not put there;
- an Auto Scaling group without the required tags in `tag` blocks. The provider documents that it
  is the resource to which default_tags do not apply; instances get what has
  `propagate_at_launch = true`. Asked in folders that somebody applies.

Fail:

    resource "aws_ecs_service" "app" {
      name = "app"
    }

Pass:

    resource "aws_ecs_service" "app" {
      name           = "app"
      propagate_tags = "SERVICE"
    }

    resource "aws_db_instance" "this" {
      identifier            = "app"
      copy_tags_to_snapshot = true
    }

Mend: set `propagate_tags = "SERVICE"` on services ("TASK_DEFINITION" on schedules and event
targets), `copy_tags_to_snapshot = true` on databases, a `tag_specifications` block for "instance"
and one for "volume" in launch templates, and `tag` blocks in Auto Scaling groups.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.errors import Problem
from tfgen.rules._absent import is_absent, where_off
from tfgen.rules._tags import REQUIRED

if TYPE_CHECKING:
    from tfgen.findings import Severity
    from tfgen.program.model import Module, ObjectView, Program, Resource, View

ID: Final = "TFG143"
NAME: Final = "tag-propagation"
SEVERITY: Final[Severity] = "warning"

_DATABASES: Final = ("aws_db_instance", "aws_rds_cluster", "aws_neptune_cluster")
_GROUP: Final = "aws_autoscaling_group"
_TEMPLATE: Final = "aws_launch_template"


def check(program: Program) -> Iterator[Problem]:
    """Whatever the roots of the program leave untagged."""
    for root in program.roots:
        yield from _tasks(root)
        for database in root.find(*_DATABASES):
            where = where_off(database, "copy_tags_to_snapshot")
            if where is not None:
                yield Problem(
                    f"snapshots of {database.block_address} get no tags",
                    where,
                    "set copy_tags_to_snapshot = true",
                )
        launched = _tagged_at_launch(root)
        for template in root.find(_TEMPLATE):
            yield from _template(template, launched)
        if root.is_deployable:
            for group in root.find(_GROUP):
                yield from _group(group)


def _tasks(root: Module) -> Iterator[Problem]:
    for service in root.find("aws_ecs_service"):
        yield from _propagation(service, service, '"SERVICE"')
    for target in root.find("aws_cloudwatch_event_target"):
        for block in target.blocks("ecs_target"):
            yield from _propagation(target, block, '"TASK_DEFINITION"')
    for schedule in root.find("aws_scheduler_schedule"):
        for outer in schedule.blocks("target"):
            for block in outer.blocks("ecs_parameters"):
                yield from _propagation(schedule, block, '"TASK_DEFINITION"')


def _propagation(resource: Resource, view: View | ObjectView, wanted: str) -> Iterator[Problem]:
    value = view.get("propagate_tags")
    if is_absent(view, "propagate_tags") if value is None else value.text == "NONE":
        yield Problem(
            f"tasks of {resource.block_address} get no tags",
            view.where_of("propagate_tags") if value is None else value.where,
            f"set propagate_tags = {wanted}",
        )


def _tagged_at_launch(root: Module) -> frozenset[str]:
    """The launch templates of groups that tag the instances they launch."""
    found: set[str] = set()
    for group in root.find(_GROUP):
        if not any(_at_launch(tag) for tag in group.blocks("tag")):
            continue
        views: list[View | ObjectView] = [*group.blocks("launch_template")]
        for policy in group.blocks("mixed_instances_policy"):
            for template in policy.blocks("launch_template"):
                views += template.blocks("launch_template_specification")
        for view in views:
            value = view.get("id") or view.get("name") or view.get("launch_template_id")
            found.update(used.block_address for used in (value.resources() if value else ()))
    return frozenset(found)


def _at_launch(tag: View | ObjectView) -> bool:
    value = tag.get("propagate_at_launch")
    return not tag.certain or (value is not None and value.truth is not False)


def _template(template: Resource, launched: frozenset[str]) -> Iterator[Problem]:
    wanted = {"instance", "volume"}
    if template.block_address in launched:
        wanted.discard("instance")
    for block in template.blocks("tag_specifications"):
        kind = block.get("resource_type")
        if not block.certain or kind is None or kind.text is None:
            return
        wanted.discard(kind.text)
    if wanted:
        named = " and ".join(f"{kind}s" for kind in sorted(wanted))
        yield Problem(
            f"{template.block_address} launches {named} without tags",
            template.where_of("tag_specifications"),
            "add a tag_specifications block for "
            + " and one for ".join(f'"{kind}"' for kind in sorted(wanted)),
        )


def _group(group: Resource) -> Iterator[Problem]:
    keys = []
    for tag in group.blocks("tag"):
        key = tag.get("key")
        if not tag.certain or key is None or key.text is None:
            return
        keys.append(key.text)
    missing = [key for key in REQUIRED if key not in keys]
    if missing and is_absent(group, "tags"):
        yield Problem(
            f"{group.block_address} lacks {', '.join(missing)}: default_tags do not reach an "
            "Auto Scaling group and its instances",
            group.where_of("tag"),
            "add a tag block with propagate_at_launch = true for each",
        )
