"""Load balancers of a root: their listeners, target groups and subnets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.aws.links import linked, listed

if TYPE_CHECKING:
    from tfgen.program.model import Module, ObjectView, Resource, View
    from tfgen.program.values import Value

LOAD_BALANCERS: Final = ("aws_alb", "aws_lb")
LISTENERS: Final = ("aws_alb_listener", "aws_lb_listener")
LISTENER_RULES: Final = ("aws_alb_listener_rule", "aws_lb_listener_rule")
TARGET_GROUPS: Final = ("aws_alb_target_group", "aws_lb_target_group")


def kind_of(load_balancer: Resource) -> str | None:
    """application, network or gateway; None when that is unknown."""
    value = load_balancer.get("load_balancer_type")
    return "application" if value is None else value.text


def is_internet_facing(load_balancer: Resource) -> bool | None:
    """Whether it gets public addresses; None when that is unknown."""
    value = load_balancer.get("internal")
    if value is None:
        return True
    return None if value.truth is None else not value.truth


def subnets_of(load_balancer: Resource) -> tuple[Value, ...] | None:
    """The ids of its subnets; None when there may be others."""
    value = load_balancer.get("subnets")
    mappings = load_balancer.blocks("subnet_mapping")
    if value is None and not mappings:
        return ()
    if (value is not None and not value.is_known) or not all(one.certain for one in mappings):
        return None
    mapped = (one.get("subnet_id") for one in mappings)
    found = (
        # A list in the list: as Terraform 0.11 wrote it.
        *(inner for item in listed(load_balancer, "subnets") for inner in item.as_list()),
        *(one for one in mapped if one is not None),
    )
    return found if all(one.resource is None or one.resource.certain for one in found) else None


def forwards(action: View | ObjectView) -> Iterator[Value]:
    """The target groups that an action forwards to."""
    arn = action.get("target_group_arn")
    if arn is not None:
        yield arn
    for forward in action.blocks("forward"):
        for group in forward.blocks("target_group"):
            arn = group.get("arn")
            if arn is not None:
                yield arn


def forwarding(root: Module) -> Iterator[tuple[Resource, Value]]:
    """Each listener with each target group that it, or a rule of it, forwards to."""
    for listener in root.find(*LISTENERS):
        for action in listener.blocks("default_action"):
            for group in forwards(action):
                yield listener, group
    for rule in root.find(*LISTENER_RULES):
        owner = linked(rule, "listener_arn")
        if owner is not None and owner.type in LISTENERS:
            for action in rule.blocks("action"):
                for group in forwards(action):
                    yield owner, group


def load_balancer_of(listener: Resource) -> Resource | None:
    """The load balancer of a listener, when the root declares it."""
    found = linked(listener, "load_balancer_arn")
    return found if found is not None and found.type in LOAD_BALANCERS else None
