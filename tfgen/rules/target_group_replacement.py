"""A target group in use cannot be replaced: the old one is in use, or its name is taken.

Why it matters: a change of port, protocol, target type or VPC replaces a target group. Terraform
deletes the old one first, and AWS refuses while a listener uses it (ResourceInUse). With
`create_before_destroy` the new one comes first, and the provider refuses a second group of the same
name. Both fail in the middle of an apply. A name prefix longer than 6 characters fails at plan (the
provider documents the limit, for a name has no more than 32).

Found: target groups that a listener or listener rule uses, without `create_before_destroy`; those
with it whose known name stays the same when the group is replaced; prefixes that are too long. A
name passes that holds the port, or a part like a hash (four or more hexadecimal digits, at least
one of them a digit), or that is made by a hash function or from a random value.

Fail:

    resource "aws_lb_target_group" "api" {
      name        = "payments-api"
      port        = 8080
      protocol    = "HTTP"
      target_type = "ip"
      vpc_id      = "vpc-0123456789abcdef0"
    }

    resource "aws_lb_listener" "https" {
      load_balancer_arn = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/a/1"

      default_action {
        type             = "forward"
        target_group_arn = aws_lb_target_group.api.arn
      }
    }

Pass:

    resource "aws_lb_target_group" "api" {
      name        = "payments-${substr(sha1("ip-http-8080"), 0, 5)}"
      port        = 8080
      protocol    = "HTTP"
      target_type = "ip"
      vpc_id      = "vpc-0123456789abcdef0"

      lifecycle {
        create_before_destroy = true
      }
    }

    resource "aws_lb_listener" "https" {
      load_balancer_arn = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/a/1"

      default_action {
        type             = "forward"
        target_group_arn = aws_lb_target_group.api.arn
      }
    }

Mend: `create_before_destroy = true`, and a name that changes with port, protocol, target type and
VPC: a hash of them at its end, or a `name_prefix` of at most 6 characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.aws.load_balancers import TARGET_GROUPS, forwarding
from tfgen.errors import Problem
from tfgen.hcl.tree import AttributeStep, Call, Expression, Reference, walk

if TYPE_CHECKING:
    from tfgen.program.model import Program, Resource

ID: Final = "TFG174"
NAME: Final = "target-group-replacement"
SEVERITY: Final = "error"

_LONGEST_PREFIX: Final = 6
_REPLACING: Final = (
    "ip_address_type",
    "port",
    "protocol",
    "protocol_version",
    "target_type",
    "vpc_id",
)
_HASH: Final = re.compile(r"(?:^|-)(?=[a-f]*[0-9])[0-9a-f]{4,}(?:-|$)")
_HASHES: Final = ("md5", "sha1", "sha256", "sha512", "base64sha256", "base64sha512", "uuid")
_HINT: Final = (
    "end the name with a hash of port, protocol, target type and VPC, or use a name_prefix of at "
    "most 6 characters"
)


def check(program: Program) -> Iterator[Problem]:
    """Target groups that the next change of an immutable argument cannot replace."""
    for root in program.roots:
        users: dict[int, Resource] = {}
        for listener, value in forwarding(root):
            if value.resource is not None:
                users.setdefault(id(value.resource), listener)
        for group in root.find(*TARGET_GROUPS):
            yield from _prefix(group)
            if id(group) in users:
                yield from _replacement(group, users[id(group)])


def _prefix(group: Resource) -> Iterator[Problem]:
    value = group.get("name_prefix")
    if value is not None and value.text is not None and len(value.text) > _LONGEST_PREFIX:
        yield Problem(
            f"the name_prefix of {group.block_address} has {len(value.text)} characters: "
            f"{value.text}",
            value.where,
            f"the provider takes at most {_LONGEST_PREFIX}",
        )


def _replacement(group: Resource, listener: Resource) -> Iterator[Problem]:
    first = group.lifecycle("create_before_destroy")
    if first is None or first.truth is False:
        yield Problem(
            f"{group.block_address} cannot be replaced while {listener.block_address} uses it: it "
            "has no create_before_destroy",
            group.where if first is None else first.where,
            "set create_before_destroy = true in a lifecycle block, with a name that changes",
            (("used by", listener.where),),
        )
        return
    name = group.get("name")
    if name is None or name.text is None or not first.truth:
        return
    if _HASH.search(name.text) or _names_a_difference(group, name.text):
        return
    yield Problem(
        f"{group.block_address} keeps the name {name.text} when it is replaced, and the new one "
        "comes first",
        name.where,
        _HINT,
        (("target group", group.where),) if name.where.file != group.file else (),
    )


def _names_a_difference(group: Resource, name: str) -> bool:
    """Whether the name says, or is made of, what replaces the group."""
    port = group.get("port")
    if port is not None and port.text is not None and port.text in name:
        return True
    attribute = group.attribute("name")
    if attribute is None:
        return False
    own = set(_references(attribute.expression))
    if any(
        isinstance(node, Call) and node.name in _HASHES for node in walk(attribute.expression)
    ) or any(name.startswith("random_") for name in own):
        return True
    others = (group.attribute(one) for one in _REPLACING)
    return any(own & set(_references(other.expression)) for other in others if other is not None)


def _references(expression: Expression) -> Iterator[str]:
    """The names that an expression refers to, as far as the second step: var.port, each.value.x."""
    for node in walk(expression):
        if isinstance(node, Reference):
            steps = [step.name for step in node.steps[:2] if isinstance(step, AttributeStep)]
            yield ".".join((node.name, *steps))
