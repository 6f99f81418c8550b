"""Subnets, route tables and routes of a root: where the traffic of a subnet can go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tfgen.aws.cidr import Network, network
from tfgen.aws.lifecycle import ignores
from tfgen.aws.links import linked
from tfgen.aws.whole import Whole, whole_of

if TYPE_CHECKING:
    from tfgen.program.model import Module, ObjectView, Resource, View
    from tfgen.program.values import Value

TABLE_TYPES: Final = ("aws_route_table", "aws_default_route_table")
# What a route leads to, by the attribute that names it. gateway_id may be one of several.
TARGETS: Final = {
    "carrier_gateway_id": "carrier gateway",
    "core_network_arn": "core network",
    "egress_only_gateway_id": "egress-only gateway",
    "gateway_id": "gateway",
    "instance_id": "instance",
    "local_gateway_id": "local gateway",
    "nat_gateway_id": "NAT gateway",
    "network_interface_id": "network interface",
    "odb_network_arn": "database network",
    "transit_gateway_id": "transit gateway",
    "vpc_endpoint_id": "endpoint",
    "vpc_peering_connection_id": "peering connection",
}
INTERNET: Final = "internet gateway"
UNKNOWN_TARGET: Final = "unknown"
_GATEWAYS: Final = {
    "aws_egress_only_internet_gateway": "egress-only gateway",
    "aws_internet_gateway": INTERNET,
    "aws_vpn_gateway": "VPN gateway",
}
_GATEWAY_IDS: Final = {
    "igw": INTERNET,
    "local": "local",
    "vgw": "VPN gateway",
    "vpce": "endpoint",
}
SEPARATE_DESTINATIONS: Final = (
    "destination_cidr_block",
    "destination_ipv6_cidr_block",
    "destination_prefix_list_id",
)
INLINE_DESTINATIONS: Final = ("cidr_block", "ipv6_cidr_block", "destination_prefix_list_id")


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """One route: its block, its target in words, its destination, and whether it is inline."""

    view: View | ObjectView
    table: Resource | None
    target: str
    destination: Value | None
    is_inline: bool

    @property
    def block(self) -> Network | None:
        """The destination, when it is a known CIDR block."""
        return network(self.destination)


@dataclass(frozen=True, slots=True, eq=False)
class Routes:
    """Which table a subnet uses and which routes a table has, by the id() of either.

    The main table of a VPC goes by the VPC itself. ``has_strays``: some route or association of
    the root belongs to a table or subnet that cannot be told.
    """

    every: tuple[Route, ...]
    by_table: dict[int, list[Route]]
    table_of_subnet: dict[int, Resource | None]
    main_tables: dict[int, Resource]
    propagating: frozenset[int]
    has_strays: bool
    whole: Whole

    def table(self, subnet: Resource) -> Resource | None:
        """The table that ``subnet`` uses, or the VPC whose main table it uses; None: unknown."""
        if id(subnet) in self.table_of_subnet:
            return self.table_of_subnet[id(subnet)]
        if self.has_strays or not self.whole.shows(subnet):
            return None
        vpc = linked(subnet, "vpc_id")
        if vpc is None or vpc.mode != "managed" or vpc.type != "aws_vpc":
            return None
        return self.main_tables.get(id(vpc), vpc)

    def leads(self, subnet: Resource, target: str) -> Route | None:
        """A route of ``subnet`` that surely leads to such a target."""
        table = self.table(subnet)
        if table is None:
            return None
        return next(
            (
                route
                for route in self.by_table.get(id(table), ())
                if route.target == target and route.view.certain
            ),
            None,
        )

    def targets(self, subnet: Resource) -> frozenset[str] | None:
        """What the routes of ``subnet`` lead to; None when there may be routes not seen here."""
        table = self.table(subnet)
        if table is None or table.mode != "managed" or self.has_strays:
            return None
        if not self.whole.shows(subnet, table):
            return None
        if table.type in TABLE_TYPES and ignores(table, "route"):
            return None
        if id(table) in self.propagating:
            return None
        return frozenset(route.target for route in self.by_table.get(id(table), ()))

    def is_public(self, subnet: Resource) -> bool | None:
        """Whether ``subnet`` has a route to an internet gateway; None when that is unknown."""
        if subnet.type == "aws_default_subnet":
            return True
        if self.leads(subnet, INTERNET) is not None:
            return True
        found = self.targets(subnet)
        if found is None or INTERNET in found or UNKNOWN_TARGET in found:
            return None
        return False


def routes_of(root: Module) -> Routes:
    """The routes and associations that ``root`` and the modules below it declare."""
    main_tables = dict(_main_tables(root))
    every = tuple(_every(root))
    by_table: dict[int, list[Route]] = {}
    for route in every:
        if route.table is not None:
            table = main_tables.get(id(route.table), route.table)
            by_table.setdefault(id(table), []).append(route)
    table_of_subnet: dict[int, Resource | None] = {}
    has_strays = any(route.table is None for route in every)
    for association in root.find("aws_route_table_association"):
        if association.get("gateway_id") is not None:
            continue
        subnet = linked(association, "subnet_id")
        if subnet is None:
            has_strays = True
            continue
        own = linked(association, "route_table_id")
        # AWS refuses a second association.
        table_of_subnet.setdefault(id(subnet), own and main_tables.get(id(own), own))
    return Routes(
        every,
        by_table,
        table_of_subnet,
        main_tables,
        frozenset(_propagating(root)),
        has_strays,
        whole_of(root),
    )


def _main_tables(root: Module) -> Iterator[tuple[int, Resource]]:
    """The resource that manages the main table of each VPC, by the id() of the VPC."""
    for table in root.find("aws_default_route_table"):
        vpc = linked(table, "default_route_table_id")
        if vpc is not None:
            yield id(vpc), table
    for association in root.find("aws_main_route_table_association"):
        vpc = linked(association, "vpc_id")
        own_table = linked(association, "route_table_id")
        if vpc is not None and own_table is not None:
            yield id(vpc), own_table


def _propagating(root: Module) -> Iterator[int]:
    """The tables to which a VPN gateway adds routes."""
    for table in root.find(*TABLE_TYPES):
        if table.get("propagating_vgws") is not None:
            yield id(table)
    for propagation in root.find("aws_vpn_gateway_route_propagation"):
        table_resource = linked(propagation, "route_table_id")
        if table_resource is not None:
            yield id(table_resource)


def _every(root: Module) -> Iterator[Route]:
    for view in root.find("aws_route"):
        yield Route(
            view,
            linked(view, "route_table_id"),
            target(view),
            _first(view, SEPARATE_DESTINATIONS),
            False,
        )
    for table in root.find(*TABLE_TYPES):
        for block in table.blocks("route"):
            yield Route(block, table, target(block), _first(block, INLINE_DESTINATIONS), True)


def _first(view: View | ObjectView, names: tuple[str, ...]) -> Value | None:
    return next((value for name in names if (value := given(view, name)) is not None), None)


def given(view: View | ObjectView, name: str) -> Value | None:
    """The attribute, unless it is null or an empty text, which attribute-as-blocks use for it."""
    value = view.get(name)
    return None if value is None or value.text == "" else value


def target(view: View | ObjectView) -> str:
    """What a route leads to; UNKNOWN_TARGET when that cannot be told, "" when it names nothing."""
    found = [name for name in TARGETS if given(view, name) is not None]
    if len(found) != 1:
        return UNKNOWN_TARGET if found else ""
    if found[0] != "gateway_id":
        return TARGETS[found[0]]
    value = view.get("gateway_id")
    gateway = linked(view, "gateway_id")
    if gateway is not None:
        return _GATEWAYS.get(gateway.type, UNKNOWN_TARGET)
    text = value.text if value is not None else None
    return _GATEWAY_IDS.get((text or "").split("-")[0], UNKNOWN_TARGET)
