"""Networks as boxes: zones with their subnets, and what runs in them at the height of its tier."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tfgen.graph.details import kind_of_node, lines_of, title_of
from tfgen.graph.inventory import Inventory, Node
from tfgen.graph.picture import Box
from tfgen.graph.words import argument, name_of, short, text_of
from tfgen.program.model import Resource

NameOf = Callable[[Resource], str]

_TIERS = {"balancer": 0, "compute": 1, "database": 2}


def network_box(
    vpc: Resource, nodes: Sequence[Node], inventory: Inventory, name: NameOf, *, full: bool
) -> Box:
    """The box of a VPC; ``nodes`` are those in it. With ``full`` it shows zones and subnets."""
    own = name(vpc)
    subnets = [one for one in inventory.find("aws_subnet") if inventory.vpc_of(one) is vpc]
    lines = [text_of(vpc.get("cidr_block")) or "range not known"]
    if vpc.mode == "data":
        lines.append("declared elsewhere")
    lines += _ways_out(vpc, subnets, inventory, full=full)
    zones = list(dict.fromkeys(map(_zone, subnets)))
    columns: list[Box] = []
    if full and subnets:
        tiers = _tiers(subnets, nodes)
        running = tuple(node_box(one, inventory, name, _tier_of(one, tiers)) for one in nodes)
        columns += (
            Box(
                f"{own}_zone_{number}",
                "zone",
                zone,
                children=tuple(
                    _subnet_box(one, inventory, name, tiers[id(one)])
                    for one in subnets
                    if _zone(one) == zone
                ),
            )
            for number, zone in enumerate(zones, 1)
        )
    else:
        running = tuple(
            node_box(one, inventory, name, _TIERS[kind_of_node(one)], full=full) for one in nodes
        )
        if zones:
            lines.append(short(f"zones {', '.join(zones)}"))
    if running:
        columns.insert(0, Box(f"{own}_running", "group", "", children=running, arrange="row"))
    title = short(f"VPC {name_of(vpc)}")
    return Box(own, "vpc", title, tuple(lines), tuple(columns), "tiers")


def _ways_out(
    vpc: Resource, subnets: Sequence[Resource], inventory: Inventory, *, full: bool
) -> list[str]:
    found = []
    if any(inventory.vpc_of(one) is vpc for one in inventory.find("aws_internet_gateway")):
        found.append("internet gateway")
    gateways = [one for subnet in subnets for one in _gateways(subnet, inventory)]
    if gateways and not full:
        found.append("NAT gateway" if len(gateways) == 1 else f"{len(gateways)} NAT gateways")
    endpoints = [
        argument(one, "service_name").rpartition(".")[2]
        for one in inventory.find("aws_vpc_endpoint")
        if inventory.vpc_of(one) is vpc
    ]
    endpoints = list(dict.fromkeys(filter(None, endpoints)))
    if endpoints:
        found.append(short(f"endpoints: {', '.join(endpoints)}"))
    return [", ".join(found)] if found else []


def _gateways(subnet: Resource, inventory: Inventory) -> list[Resource]:
    return [
        one
        for one in inventory.find("aws_nat_gateway")
        for value in [one.get("subnet_id")]
        if value is not None and value.resource is subnet
    ]


def _zone(subnet: Resource) -> str:
    for argument_name in ("availability_zone", "availability_zone_id"):
        if (found := argument(subnet, argument_name)).strip("…"):
            return found
    return "zone not known"


def node_box(
    node: Node, inventory: Inventory, name: NameOf, tier: int = 0, *, full: bool = True
) -> Box:
    """The box of a node; without ``full`` it says only what the node is."""
    lines = lines_of(node, inventory)
    shown = lines if full else lines[:1]
    return Box(
        name(node.resource),
        kind_of_node(node),
        short(title_of(node.resource)),
        tuple(map(short, shown)),
        tier=tier,
    )


def _subnet_box(subnet: Resource, inventory: Inventory, name: NameOf, tier: int) -> Box:
    title = subnet.name if subnet.name not in ("this", "main") else name_of(subnet)
    lines = [text_of(subnet.get("cidr_block")) or "range not known"]
    if not subnet.certain:
        lines.append("how many cannot be told")
    gateways = len(_gateways(subnet, inventory))
    if gateways:
        lines.append("NAT gateway" if gateways == 1 else f"{gateways} NAT gateways")
    return Box(name(subnet), "subnet", short(title), tuple(lines), tier=tier)


def _tiers(subnets: Sequence[Resource], nodes: Sequence[Node]) -> dict[int, int]:
    """The tier of each subnet by id(): those of one block, or used by one thing, are of one."""
    groups = [
        *({id(two) for two in subnets if two.declaration is one.declaration} for one in subnets),
        *({id(one) for one in node.subnets if one in subnets} for node in nodes),
    ]
    merged: list[set[int]] = []
    for group in groups:
        touching = [one for one in merged if one & group]
        merged = [one for one in merged if not one & group]
        merged.append(group.union(*touching))
    order = {id(subnet): number for number, subnet in enumerate(subnets)}
    merged = sorted(filter(None, merged), key=lambda group: min(order[one] for one in group))
    return {one: number for number, group in enumerate(merged) for one in group}


def _tier_of(node: Node, tiers: dict[int, int]) -> int:
    known = [tiers[id(one)] for one in node.subnets if id(one) in tiers]
    return known[0] if known else max(tiers.values()) + 1
