"""A VPC peering connection lacks what lets traffic pass it: accepter, routes, rules or DNS options.

Why it matters: `aws_vpc_peering_connection` is no more than a request. Until the other side accepts
it, it stays pending and expires after seven days (AWS documents this). An active one still carries
nothing: both VPCs need a route to each other in every route table, security groups on both sides
must admit the other side, and without the DNS options the public names of the peer resolve to
public addresses. Nothing of this fails at plan.

Found, in one finding at the connection: no accepter; a VPC, or one of its route tables in the root,
without a route; no security-group rules for the other side, or rules on one side only; DNS options
missing on a side. Found at their own places: an accepter that does not accept; `auto_accept` on a
connection between accounts or regions (the provider refuses it with `peer_region`, and only the
other account can accept); `peer_owner_id` or `peer_region` missing for an accepter elsewhere; a
route that does not lead to the CIDR block of the other VPC; options set by the wrong side, before
the connection is accepted, in two places, or to false; overlapping CIDR blocks, which AWS refuses.

Routes on tables, rules on groups and accepters of connections that cannot be told count as present.
Only roots that someone applies are judged for what is absent, and not where the connection is
passed to a module that cannot be read.

Fail:

    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_vpc_peering_connection" "this" {
      vpc_id        = "vpc-0123456789abcdef0"
      peer_vpc_id   = "vpc-0fedcba9876543210"
      peer_owner_id = "222222222222"
    }

Pass:

    provider "aws" {
      region = "us-east-1"
    }

    data "aws_vpc" "app" {
      cidr_block = "10.0.0.0/16"
    }

    data "aws_vpc" "data" {
      cidr_block = "10.1.0.0/16"
    }

    resource "aws_vpc_peering_connection" "this" {
      vpc_id      = data.aws_vpc.app.id
      peer_vpc_id = data.aws_vpc.data.id
      auto_accept = true

      requester {
        allow_remote_vpc_dns_resolution = true
      }

      accepter {
        allow_remote_vpc_dns_resolution = true
      }
    }

    resource "aws_route" "to_data" {
      for_each = toset(["rtb-1", "rtb-2"])

      route_table_id            = each.key
      destination_cidr_block    = "10.1.0.0/16"
      vpc_peering_connection_id = aws_vpc_peering_connection.this.id
    }

    resource "aws_route" "to_app" {
      route_table_id            = "rtb-3"
      destination_cidr_block    = "10.0.0.0/16"
      vpc_peering_connection_id = aws_vpc_peering_connection.this.id
    }

    resource "aws_vpc_security_group_egress_rule" "app" {
      security_group_id = "sg-1"
      cidr_ipv4         = "10.1.0.0/16"
      ip_protocol       = "tcp"
      from_port         = 5432
      to_port           = 5432
    }

    resource "aws_vpc_security_group_ingress_rule" "data" {
      security_group_id = "sg-2"
      cidr_ipv4         = "10.0.0.0/16"
      ip_protocol       = "tcp"
      from_port         = 5432
      to_port           = 5432
    }

Mend: add an `aws_vpc_peering_connection_accepter` with the provider of the other account, an
`aws_route` for every route table on both sides, an egress rule at the caller and an ingress rule at
the called, and two `aws_vpc_peering_connection_options`, one for each provider, with the id taken
from the accepter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ipaddress import ip_network
from typing import TYPE_CHECKING, Final

from tfgen.aws.cidr import is_everyone, networks, overlap
from tfgen.aws.groups import Groups, groups_of
from tfgen.aws.peering import CONNECTION, REFERENCE, Loose, Peering, loose_of, peerings_of
from tfgen.aws.routes import Route, routes_of
from tfgen.errors import Problem
from tfgen.rules._peering_options import missing_options, wrong_options
from tfgen.rules._peering_routes import missing_routes, wrong_routes
from tfgen.rules._peering_rules import missing_rules
from tfgen.rules._peering_sides import missing_accepter, wrong_accepter
from tfgen.rules.facts import Fact

if TYPE_CHECKING:
    from tfgen.program.model import Module, Program

ID: Final = "TFG007"
NAME: Final = "peering"
SEVERITY: Final = "error"

_HINT: Final = (
    "a connection needs an aws_vpc_peering_connection_accepter (or auto_accept within one account "
    "and region), an aws_route for every route table on both sides, security-group rules on both "
    "sides, and aws_vpc_peering_connection_options with allow_remote_vpc_dns_resolution on both"
)


def check(program: Program) -> Iterator[Problem]:
    """What each peering connection lacks, and what is wrong with what it has."""
    roots = [root for root in program.roots if any(root.find(CONNECTION))]
    if not roots:
        return
    routes = {id(root): _routes(root) for root in program.roots}
    groups = {id(root): groups_of(root) for root in program.roots}
    for root in roots:
        rest = [other for other in program.roots if other is not root]
        loose = [loose_of(other, routes[id(other)], {}) for other in rest]
        others = Loose(
            any(one.accepters for one in loose),
            any(one.options for one in loose),
            any(one.routes for one in loose),
        )
        foreign = [groups[id(other)] for other in rest]
        for peering in peerings_of(root, routes[id(root)], others):
            yield from _check_one(root, peering, groups[id(root)], foreign)


def collect(root: Module) -> Fact:
    """What tells whether the root and others must be looked at together.

    Its folder; the blocks that its connections join, None where it has no connection; whether it
    has something for a connection that it does not declare; the blocks that its security groups
    name.
    """
    routes = _routes(root)
    loose = loose_of(root, routes, {})
    joined = None
    if any(root.find(CONNECTION)):
        peerings = peerings_of(root, routes, Loose(accepters=False, options=False, routes=False))
        blocks = {str(side.block) for one in peerings for side, _ in one.sides if side.block}
        joined = sorted(blocks)
    named = {
        str(cidr)
        for rule in groups_of(root).every
        for cidr in networks(rule.cidrs)
        if not is_everyone(cidr)
    }
    return {
        "folder": root.folder,
        "joined": joined,
        "loose": loose.accepters or loose.options or loose.routes,
        "named": sorted(named),
    }


def needed(facts: Sequence[Fact]) -> Iterator[str]:
    """The roots with connections, and those that have something to do with one."""
    if all(fact["joined"] is None for fact in facts):
        return
    joined = {ip_network(text) for fact in facts for text in fact["joined"] or ()}
    for fact in facts:
        named = (ip_network(text) for text in fact["named"])
        if (
            fact["joined"] is not None
            or fact["loose"]
            or any(overlap(one, block) for one in named for block in joined)
        ):
            yield fact["folder"]


def _routes(root: Module) -> tuple[Route, ...]:
    return tuple(route for route in routes_of(root).every if route.view.get(REFERENCE) is not None)


def _check_one(
    root: Module, peering: Peering, own: Groups, foreign: list[Groups]
) -> Iterator[Problem]:
    connection = peering.connection
    if own.whole.shows(connection, *peering.accepters, *peering.options):
        missing = [
            *missing_accepter(peering),
            *missing_routes(root, peering),
            *(missing_rules(peering, own, foreign) if root.is_complete else ()),
            *missing_options(peering),
        ]
        if missing:
            yield Problem(
                f"{connection.block_address} lacks {'; '.join(missing)}", connection.where, _HINT
            )
    yield from wrong_accepter(peering)
    yield from wrong_routes(peering)
    yield from wrong_options(root, peering)
    here, there = peering.requester, peering.accepter
    if here.block is not None and there.block is not None and overlap(here.block, there.block):
        yield Problem(
            f"{connection.block_address} joins VPCs whose CIDR blocks overlap: {here.block} and "
            f"{there.block}",
            connection.where_of("peer_vpc_id"),
            "AWS refuses such a connection: give one of the VPCs another CIDR block",
        )
