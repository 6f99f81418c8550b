"""An ECS service may be created before a listener uses its target group.

ECS refuses a service whose target group no load balancer uses: "The target group … does not have an
associated load balancer". The service refers to the target group, not to the listener, so Terraform
creates service and listener at the same time. The provider tries again for a few minutes, and a
load balancer takes about as long: which is first is chance, the first apply of an environment
fails and the second goes through (hashicorp/terraform#12634). It is worst across modules, where
the service only gets an ARN. Found: a service with a target group that listeners or listener
rules of the same root forward to, and that depends on none of them, over any number of references;
and one whose target group nothing in the root forwards to.

Not found: target groups that the root does not declare, listeners whose target only Terraform could
tell, missing listeners in a folder that nobody applies or that calls modules which cannot be read.

Fail:

    resource "aws_lb_target_group" "api" {
      port        = 8080
      protocol    = "HTTP"
      target_type = "ip"
    }

    resource "aws_lb_listener" "https" {
      load_balancer_arn = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/a/1"

      default_action {
        type             = "forward"
        target_group_arn = aws_lb_target_group.api.arn
      }
    }

    resource "aws_ecs_service" "api" {
      name = "api"

      load_balancer {
        target_group_arn = aws_lb_target_group.api.arn
        container_name   = "api"
        container_port   = 8080
      }
    }

Pass:

    resource "aws_lb_target_group" "api" {
      port        = 8080
      protocol    = "HTTP"
      target_type = "ip"
    }

    resource "aws_lb_listener" "https" {
      load_balancer_arn = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/a/1"

      default_action {
        type             = "forward"
        target_group_arn = aws_lb_target_group.api.arn
      }
    }

    resource "aws_ecs_service" "api" {
      name = "api"

      load_balancer {
        target_group_arn = aws_lb_target_group.api.arn
        container_name   = "api"
        container_port   = 8080
      }

      depends_on = [aws_lb_listener.https]
    }

Mend: add the listener or the rule to the `depends_on` of the service; where the target group comes
from a module, to the `depends_on` of the output that gives its ARN.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tfgen.aws.ecs import SERVICE, each_root, referred
from tfgen.aws.load_balancers import forwards
from tfgen.errors import Problem
from tfgen.program.model import Module, ObjectView, Program, Resource, View
from tfgen.program.values import Value

ID: Final = "TFG153"
NAME: Final = "service-order"
SEVERITY: Final = "error"

_GROUPS: Final = ("aws_lb_target_group", "aws_alb_target_group")
_LISTENERS: Final = (
    "aws_lb_listener",
    "aws_alb_listener",
    "aws_lb_listener_rule",
    "aws_alb_listener_rule",
)


def check(program: Program) -> Iterator[Problem]:
    """A problem for each target group of a service that no listener may use yet."""
    for root in each_root(program.roots, SERVICE):
        users, all_known = _users(root)
        for service in root.find(SERVICE):
            for view in service.blocks("load_balancer"):
                group = referred(view.get("target_group_arn"), *_GROUPS)
                if group is not None:
                    found = users.get((group.module.address, group.type, group.name), [])
                    yield from _unordered(service, view, group, found, all_known)


def _unordered(
    service: Resource,
    view: View | ObjectView,
    group: Resource,
    users: list[Resource],
    all_known: bool,
) -> Iterator[Problem]:
    root = service.module.root
    if any(root.depends_on(service, user) for user in users):
        return
    if users:
        first = users[0]
        yield Problem(
            f"{service.block_address} may be created before {first.block_address}, which makes a "
            f"load balancer use {group.block_address}; ECS refuses the service until then",
            view.where_of("target_group_arn"),
            f"let the service depend on {first.block_address}: in its depends_on, by an argument "
            "of its module, or in the depends_on of the output that gives it the target group",
            tuple((user.block_address, user.where) for user in users[:3]),
        )
    elif all_known and root.is_deployable and root.is_complete:
        yield Problem(
            f"no listener forwards to {group.block_address}, which {service.block_address} uses; "
            "ECS refuses a service whose target group has no load balancer",
            view.where_of("target_group_arn"),
            "add a listener or a listener rule that forwards to it",
            ((group.block_address, group.where),),
        )


def _users(root: Module) -> tuple[dict[tuple[str, str, str], list[Resource]], bool]:
    """The listeners and rules that forward to each target group, by module, type and name.

    And whether every target is known.
    """
    users: dict[tuple[str, str, str], list[Resource]] = {}
    all_known = True
    for listener in root.find(*_LISTENERS):
        for value in _targets(listener):
            group = referred(value, *_GROUPS)
            if group is None:
                all_known = all_known and value.is_known
                continue
            found = users.setdefault((group.module.address, group.type, group.name), [])
            if listener not in found:
                found.append(listener)
    return users, all_known


def _targets(listener: Resource) -> Iterator[Value]:
    for kind in ("default_action", "action"):
        for action in listener.blocks(kind):
            yield from forwards(action)
