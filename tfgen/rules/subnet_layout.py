"""Subnets, route tables and NAT gateways that do not fit together.

Why it matters: AWS refuses subnets that overlap or lie outside their VPC, database subnet groups of
one availability zone, and second routes or route tables; the provider refuses blocks with host bits
and routes without exactly one target. A NAT gateway without a way to the internet is made and
passes nothing on. Inline routes remove the routes that `aws_route` adds, at each apply.

Found: subnets that overlap within a VPC, or lie outside its blocks (secondary ones included);
subnets and VPCs not of /16 to /28; blocks of VPCs, subnets, routes and security-group rules that
are invalid or have host bits; database subnet groups with one zone; NAT gateways in subnets without
a route to an internet gateway; routes without target or destination, or with two; the same
destination twice in a table; inline routes and `aws_route` for one table; subnets with two route
tables, or with one of another VPC. Values that only Terraform can tell count as right.

Fail:

    resource "aws_vpc" "this" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_subnet" "app" {
      vpc_id     = aws_vpc.this.id
      cidr_block = "10.0.16.0/20"
    }

    resource "aws_subnet" "database" {
      vpc_id     = aws_vpc.this.id
      cidr_block = "10.0.20.0/24"
    }

Pass:

    resource "aws_vpc" "this" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_subnet" "app" {
      vpc_id     = aws_vpc.this.id
      cidr_block = "10.0.16.0/20"
    }

    resource "aws_subnet" "database" {
      vpc_id     = aws_vpc.this.id
      cidr_block = "10.0.200.0/24"
    }

Mend: cut the blocks of the subnets out of that of the VPC with cidrsubnet, one number each; write
every route as an `aws_route`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.aws.groups import groups_of
from tfgen.aws.routes import routes_of
from tfgen.rules._layout_cidrs import invalid
from tfgen.rules._layout_routes import associations, incomplete, mixed, repeated
from tfgen.rules._layout_subnets import gateways, places, sizes, zones

if TYPE_CHECKING:
    from tfgen.errors import Problem
    from tfgen.program.model import Program

ID: Final = "TFG181"
NAME: Final = "subnet-layout"
SEVERITY: Final = "error"


def check(program: Program) -> Iterator[Problem]:
    """Blocks first, then subnets, then routes."""
    for root in program.roots:
        routes = routes_of(root)
        yield from invalid(root, routes, groups_of(root))
        yield from sizes(root)
        yield from places(root)
        yield from zones(root)
        yield from gateways(root, routes)
        yield from incomplete(routes)
        yield from repeated(routes)
        yield from mixed(routes)
        yield from associations(root)
