"""A database, cache or search domain can be reached from the internet, or production tasks can.

Why it matters: a database with a public address is one leaked password or one security-group rule
away from anybody. With private subnets and no public address the mistake stays without effect.

Found: `publicly_accessible = true` on databases, warehouses, brokers and replication instances;
an OpenSearch domain without `vpc_options`, whose endpoint is public; an MSK cluster with public
access; a subnet group of a database or cache with a subnet whose route table leads to an internet
gateway, or that gives its machines public addresses; and in production tasks with
`assign_public_ip = true`. Subnets, route tables and gateways are followed through modules. What
only Terraform can tell is left alone.

Fail:

    resource "aws_db_instance" "this" {
      identifier          = "payments"
      engine              = "postgres"
      publicly_accessible = true
    }

Pass:

    resource "aws_db_instance" "this" {
      identifier          = "payments"
      engine              = "postgres"
      publicly_accessible = false
    }

Mend: `publicly_accessible = false`, a subnet group of subnets whose route table has no internet
gateway, and for people a tunnel (Session Manager, VPN) instead of an open endpoint.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.aws.links import listed
from tfgen.aws.routes import INTERNET, Routes, routes_of
from tfgen.errors import Location, Problem
from tfgen.rules._places import chosen
from tfgen.rules._tasks import placements

if TYPE_CHECKING:
    from tfgen.program.model import Module, Program, Resource

ID: Final = "TFG112"
NAME: Final = "public-database"
SEVERITY: Final = "error"

_WITH_SWITCH: Final = (
    "aws_db_instance",
    "aws_dms_replication_instance",
    "aws_mq_broker",
    "aws_neptune_cluster_instance",
    "aws_rds_cluster_instance",
    "aws_redshift_cluster",
    "aws_redshiftserverless_workgroup",
)
_SEARCH: Final = ("aws_elasticsearch_domain", "aws_opensearch_domain")
_SUBNETS: Final = ("aws_default_subnet", "aws_subnet")
_SUBNET_GROUPS: Final = (
    "aws_db_subnet_group",
    "aws_dms_replication_subnet_group",
    "aws_docdb_subnet_group",
    "aws_elasticache_subnet_group",
    "aws_memorydb_subnet_group",
    "aws_neptune_subnet_group",
    "aws_redshift_subnet_group",
)


def check(program: Program) -> Iterator[Problem]:
    """Public addresses of databases, public subnets under them, public tasks in production."""
    for root in program.roots:
        yield from _switches(root)
        yield from _search_domains(root)
        yield from _subnet_groups(root)
        if root.is_production:
            yield from _tasks(root)


def _switches(root: Module) -> Iterator[Problem]:
    for resource in root.find(*_WITH_SWITCH):
        value = resource.get("publicly_accessible")
        if value is not None and value.truth:
            yield Problem(
                f"{resource.block_address} has an address on the internet",
                value.where,
                "set publicly_accessible = false and reach it from inside the VPC",
                _related(resource, value.where),
            )
    for resource in root.find("aws_msk_cluster"):
        for info in resource.blocks("broker_node_group_info"):
            for connectivity in info.blocks("connectivity_info"):
                for access in connectivity.blocks("public_access"):
                    kind = access.get("type")
                    if kind is not None and kind.text == "SERVICE_PROVIDED_EIPS":
                        yield Problem(
                            f"{resource.block_address} has brokers on the internet",
                            kind.where,
                            'set type = "DISABLED" and reach them from inside the VPC',
                        )


def _related(resource: Resource, where: Location) -> tuple[tuple[str, Location], ...]:
    return () if where.file == resource.file else (("set for", resource.where),)


def _search_domains(root: Module) -> Iterator[Problem]:
    for resource in root.find(*_SEARCH):
        if not resource.blocks("vpc_options"):
            yield Problem(
                f"{resource.block_address} has an endpoint on the internet: it has no vpc_options",
                resource.where,
                "add vpc_options with private subnets; a domain cannot move into a VPC later",
            )


def _subnet_groups(root: Module) -> Iterator[Problem]:
    groups = tuple(root.find(*_SUBNET_GROUPS))
    if not groups:
        return
    routes = routes_of(root)
    for group in groups:
        subnets = [
            item.resource
            for item in listed(group, "subnet_ids")
            if item.resource is not None and item.resource.type in _SUBNETS
        ]
        public = [subnet for subnet in subnets if routes.is_public(subnet)]
        if public:
            yield Problem(
                f"{group.block_address} puts databases into {public[0].address}, which has a route "
                "to an internet gateway",
                chosen(group, "subnet_ids"),
                "use subnets whose route table has no route to an internet gateway",
                _route(routes, public[0]),
            )
        for subnet in subnets:
            mapped = subnet.get("map_public_ip_on_launch")
            if mapped is not None and mapped.truth:
                yield Problem(
                    f"{subnet.block_address} holds databases ({group.block_address}) and gives "
                    "what starts in it a public address",
                    mapped.where,
                    "set map_public_ip_on_launch = false",
                    (("databases", group.where),),
                )


def _route(routes: Routes, subnet: Resource) -> tuple[tuple[str, Location], ...]:
    route = routes.leads(subnet, INTERNET)
    return (("subnet", subnet.where), *((("route", route.view.where),) if route else ()))


def _tasks(root: Module) -> Iterator[Problem]:
    for placement in placements(root):
        value = placement.network.get("assign_public_ip")
        if value is not None and value.truth:
            yield Problem(
                f"{placement.owner.block_address} gives production tasks public addresses",
                value.where,
                "set assign_public_ip = false and use private subnets with a NAT gateway",
                _related(placement.owner, value.where),
            )
