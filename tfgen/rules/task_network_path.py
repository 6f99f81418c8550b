"""Fargate tasks cannot reach what they need to start: registry, logs, secrets.

Why it matters: a task pulls its image, reads its secrets and opens its log stream from its own
subnet. Without a way there it stops with CannotPullContainerError or ResourceInitializationError,
the service never becomes stable and the apply waits until it times out. AWS documents the ways: a
route to a NAT gateway, a public address in a subnet with an internet gateway, or the endpoints
ecr.api, ecr.dkr and S3 (image layers come from there) with private DNS, and those of the logs and
secrets in use.

Found, for services and scheduled tasks whose subnets the root declares: subnets without any such
way, with the endpoints that are missing; a public subnet whose tasks have no public address; an S3
gateway endpoint that does not serve the route table; interface endpoints without private DNS, or
whose groups do not admit the tasks; a VPC without the DNS attributes that private DNS requires
(AWS refuses the endpoint); security groups that let nothing out on port 443. Routes, associations
and rules that cannot be told count as present.

Fail:

    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_vpc" "this" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_subnet" "app" {
      vpc_id     = aws_vpc.this.id
      cidr_block = "10.0.1.0/24"
    }

    resource "aws_ecs_service" "api" {
      name        = "api"
      launch_type = "FARGATE"

      network_configuration {
        subnets = [aws_subnet.app.id]
      }
    }

Pass:

    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_vpc" "this" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_subnet" "app" {
      vpc_id     = aws_vpc.this.id
      cidr_block = "10.0.1.0/24"
    }

    resource "aws_route_table" "app" {
      vpc_id = aws_vpc.this.id
    }

    resource "aws_route_table_association" "app" {
      subnet_id      = aws_subnet.app.id
      route_table_id = aws_route_table.app.id
    }

    resource "aws_route" "nat" {
      route_table_id         = aws_route_table.app.id
      destination_cidr_block = "0.0.0.0/0"
      nat_gateway_id         = "nat-0123456789abcdef0"
    }

    resource "aws_ecs_service" "api" {
      name        = "api"
      launch_type = "FARGATE"

      network_configuration {
        subnets = [aws_subnet.app.id]
      }
    }

Mend: a route to a NAT gateway in the route table of the tasks' subnets, or every endpoint that is
named, and an egress rule for port 443.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.aws.groups import Groups, declared, groups_of, has_port
from tfgen.aws.links import linked
from tfgen.aws.routes import INTERNET, TABLE_TYPES, TARGETS, Routes, routes_of
from tfgen.errors import Location, Problem
from tfgen.rules._endpoint_use import unhelpful, without_dns
from tfgen.rules._endpoints import endpoints_of
from tfgen.rules._places import chosen
from tfgen.rules._task_needs import needed_services
from tfgen.rules._tasks import Placement, placements

if TYPE_CHECKING:
    from tfgen.program.model import Module, Program, Resource

ID: Final = "TFG154"
NAME: Final = "task-network-path"
SEVERITY: Final = "error"

_HTTPS: Final = 443
_WAYS_OUT: Final = (TARGETS["nat_gateway_id"], TARGETS["transit_gateway_id"])


def check(program: Program) -> Iterator[Problem]:
    """Tasks without a way out, endpoints that do not help them, groups that hold them in."""
    for root in program.roots:
        found = [placement for placement in placements(root) if placement.is_fargate]
        if found:
            routes, groups = routes_of(root), groups_of(root)
            yield from _ways_out(root, found, routes, groups)
            for placement in found:
                yield from _egress(placement, groups)
        yield from without_dns(root)


def _ways_out(
    root: Module, found: list[Placement], routes: Routes, groups: Groups
) -> Iterator[Problem]:
    """One finding for each route table and what is missing there, with all its tasks."""
    stuck: dict[tuple[Location, tuple[str, ...]], list[tuple[Placement, Resource]]] = {}
    for placement in found:
        for subnet in placement.subnets:
            targets, table = routes.targets(subnet), routes.table(subnet)
            vpc = linked(subnet, "vpc_id")
            if targets is None or table is None or vpc is None or vpc.type != "aws_vpc":
                continue
            is_public = INTERNET in targets and _has_address(placement)
            if is_public or targets - {INTERNET, "local", ""}:
                continue
            endpoints = endpoints_of(root, vpc)
            if not routes.whole.shows(vpc) or any(one.service is None for one in endpoints):
                continue
            needed = needed_services(placement)
            yield from unhelpful(placement, subnet, endpoints, needed, groups)
            served = {endpoint.service for endpoint in endpoints if endpoint.serves(table)}
            missing = tuple(service for service in needed if service not in served)
            if missing:
                where = _where(placement, subnet, table, vpc, routes)
                stuck.setdefault((where, missing), []).append((placement, subnet))
    for (where, missing), pairs in stuck.items():
        subnet = pairs[0][1]
        yield Problem(
            _message(pairs, routes, missing),
            where,
            "add a route to a NAT gateway to the route table of the subnet, or the endpoints",
            (
                *(("tasks", owner.where) for owner in _owners(pairs)),
                ("subnet", subnet.where),
            ),
        )


def _where(
    placement: Placement, subnet: Resource, table: Resource, vpc: Resource, routes: Routes
) -> Location:
    """What lacks the route or the route table; the choice of the subnet where there are better."""
    if table.type not in TABLE_TYPES:
        return subnet.where
    has_better = any(
        route.target in _WAYS_OUT and linked(one, "vpc_id") is vpc
        for route in routes.every
        if (one := route.table) is not None
    )
    if has_better or routes.leads(subnet, INTERNET):
        return chosen(placement.network, "subnets")
    return table.where


def _owners(pairs: list[tuple[Placement, Resource]]) -> tuple[Resource, ...]:
    return tuple({id(one.owner): one.owner for one, _ in pairs}.values())


def _message(
    pairs: list[tuple[Placement, Resource]], routes: Routes, missing: tuple[str, ...]
) -> str:
    owners = " and ".join(owner.block_address for owner in _owners(pairs))
    subnet = pairs[0][1]
    table = routes.table(subnet)
    if routes.leads(subnet, INTERNET):
        why = "which leads to an internet gateway that tasks without a public address cannot use"
    elif table is not None and table.type in TABLE_TYPES:
        why = f"whose route table {table.block_address} leads nowhere"
    else:
        why = "which has no route table of its own"
    return (
        f"tasks of {owners} start in {subnet.block_address}, {why}: they cannot reach "
        f"{', '.join(missing)}"
    )


def _has_address(placement: Placement) -> bool:
    value = placement.network.get("assign_public_ip")
    return value is not None and value.truth is not False


def _egress(placement: Placement, groups: Groups) -> Iterator[Problem]:
    own = declared(placement.groups)
    if not own or not groups.are_known(own, "egress"):
        return
    rules = [rule for group in own for rule in groups.rules(group, "egress")]
    if not any(has_port(rule, _HTTPS) for rule in rules):
        yield Problem(
            f"tasks of {placement.owner.block_address} cannot call out on port 443: no rule of "
            f"{', '.join(group.block_address for group in own)} lets them",
            own[0].where,
            "add an egress rule for port 443: images, logs and secrets come from AWS by HTTPS",
            (("tasks", placement.owner.where),),
        )
