"""A load balancer stands in the wrong subnets, or cannot reach its targets.

Why it matters: AWS refuses an application load balancer in fewer than two availability zones, and
one that faces the internet in a VPC without an internet gateway; in subnets without a route to that
gateway it is made, but nobody reaches it. When a security group blocks the way to the targets they
never become healthy, and the service that waits for them takes its deployment back.

Found: application load balancers with fewer than two subnets or zones; internet-facing ones in
subnets whose route table has no internet gateway; target groups and security groups in another VPC
than the subnets (AWS refuses both); and for ECS services behind a load balancer: no egress rule of
the load balancer to the port of the container, or of its health check, and no ingress rule of the
service there. All is followed through modules; what cannot be told counts as right.

Fail:

    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_subnet" "a" {
      vpc_id            = "vpc-0123456789abcdef0"
      cidr_block        = "10.0.0.0/24"
      availability_zone = "us-east-1a"
    }

    resource "aws_lb" "this" {
      name    = "payments"
      subnets = [aws_subnet.a.id]
    }

Pass:

    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_subnet" "public" {
      for_each          = { "us-east-1a" = "10.0.0.0/24", "us-east-1b" = "10.0.1.0/24" }
      vpc_id            = "vpc-0123456789abcdef0"
      cidr_block        = each.value
      availability_zone = each.key
    }

    resource "aws_lb" "this" {
      name    = "payments"
      subnets = values(aws_subnet.public)[*].id
    }

Mend: public subnets in two zones, whose route table leads to the internet gateway; an egress rule
from the load balancer's group to the service's on the container port, and an ingress rule there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from tfgen.aws.links import listed, vpc_of
from tfgen.aws.load_balancers import (
    LOAD_BALANCERS,
    forwarding,
    is_internet_facing,
    kind_of,
    load_balancer_of,
    subnets_of,
)
from tfgen.aws.routes import routes_of
from tfgen.errors import Problem
from tfgen.rules._places import chosen
from tfgen.rules._target_reach import unreachable_targets

if TYPE_CHECKING:
    from tfgen.program.model import Module, Program, Resource

ID: Final = "TFG173"
NAME: Final = "load-balancer-subnets"
SEVERITY: Final = "error"

_FEWEST: Final = 2
_APPLICATION: Final = "application"
_LOCAL_ZONE: Final = re.compile(r"-[a-z]{3}-[0-9]+[a-z]$")


def check(program: Program) -> Iterator[Problem]:
    """Where load balancers stand, and whether they reach their targets."""
    for root in program.roots:
        load_balancers = tuple(root.find(*LOAD_BALANCERS))
        if load_balancers:
            yield from _zones(load_balancers)
            yield from _gateways(root, load_balancers)
            yield from _networks(root, load_balancers)
            yield from unreachable_targets(root)


def _zones(load_balancers: Sequence[Resource]) -> Iterator[Problem]:
    for load_balancer in load_balancers:
        subnets = subnets_of(load_balancer)
        if kind_of(load_balancer) != _APPLICATION or subnets is None:
            continue
        if load_balancer.get("customer_owned_ipv4_pool") is not None:
            # On an Outpost there is one zone.
            continue
        zones = [
            subnet.resource.get("availability_zone") or subnet.resource.get("availability_zone_id")
            if subnet.resource is not None
            else None
            for subnet in subnets
        ]
        names = {zone.text for zone in zones if zone is not None and zone.text is not None}
        if len(subnets) < _FEWEST:
            found = f"{len(subnets)} subnet" + ("" if len(subnets) == 1 else "s")
        elif (
            len(names) < _FEWEST
            and all(zone is not None and zone.is_known for zone in zones)
            and not any(_LOCAL_ZONE.search(name) for name in names)
        ):
            found = f"subnets of one availability zone ({', '.join(filter(None, names))})"
        else:
            continue
        yield Problem(
            f"{load_balancer.block_address} has {found}; an application load balancer needs two "
            "zones",
            chosen(load_balancer, "subnets", "subnet_mapping"),
            "give it one subnet in each of two or more availability zones",
        )


def _gateways(root: Module, load_balancers: Sequence[Resource]) -> Iterator[Problem]:
    facing = [one for one in load_balancers if is_internet_facing(one)]
    if not facing:
        return
    routes = routes_of(root)
    for load_balancer in facing:
        for value in subnets_of(load_balancer) or ():
            subnet = value.resource
            if subnet is None or not subnet.type.endswith("subnet"):
                continue
            if routes.is_public(subnet) is False:
                table = routes.table(subnet)
                yield Problem(
                    f"{load_balancer.block_address} faces the internet, but {subnet.address} has "
                    "no route to an internet gateway",
                    chosen(load_balancer, "subnets", "subnet_mapping"),
                    "use public subnets, or set internal = true",
                    (
                        ("subnet", subnet.where),
                        *((("route table", table.where),) if table is not None else ()),
                    ),
                )
                break


def _vpc_of_subnets(load_balancer: Resource) -> Resource | None:
    return next(
        (vpc for value in subnets_of(load_balancer) or () if (vpc := vpc_of(value.resource))), None
    )


def _networks(root: Module, load_balancers: Sequence[Resource]) -> Iterator[Problem]:
    homes = {id(one): _vpc_of_subnets(one) for one in load_balancers}
    for load_balancer in load_balancers:
        home = homes[id(load_balancer)]
        for value in listed(load_balancer, "security_groups"):
            other = vpc_of(value.resource)
            if home is not None and other is not None and other is not home:
                yield Problem(
                    f"{load_balancer.block_address} is in {home.block_address}, but its security "
                    f"group is in {other.block_address}",
                    chosen(load_balancer, "security_groups"),
                    "use a group of the same VPC: AWS refuses any other",
                )
    for listener, value in forwarding(root):
        target_group = value.resource
        owner = load_balancer_of(listener)
        home = homes.get(id(owner)) if owner is not None else None
        other = vpc_of(target_group)
        if owner is None or home is None or target_group is None or other in (None, home):
            continue
        yield Problem(
            f"{target_group.block_address} is in another VPC than {owner.block_address}, which "
            "forwards to it",
            chosen(target_group, "vpc_id"),
            f"use {home.block_address}: AWS refuses target groups of another VPC",
            (("load balancer", owner.where),),
        )
