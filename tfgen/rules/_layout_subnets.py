"""Subnets within their VPC, and what stands in the wrong ones."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import TYPE_CHECKING, Final

from tfgen.aws.cidr import Network, is_covered, network, overlap
from tfgen.aws.links import linked
from tfgen.aws.routes import Routes
from tfgen.errors import Problem
from tfgen.rules._places import chosen

if TYPE_CHECKING:
    from tfgen.program.model import Module, Resource
    from tfgen.program.values import Value

_LARGEST: Final = 16
_SMALLEST: Final = 28
_FEWEST_ZONES: Final = 2
_DATABASE_GROUPS: Final = (
    "aws_db_subnet_group",
    "aws_docdb_subnet_group",
    "aws_neptune_subnet_group",
)


def sizes(root: Module) -> Iterator[Problem]:
    """Subnets and VPCs that are smaller or larger than AWS allows."""
    for resource in root.find("aws_vpc", "aws_subnet", "aws_vpc_ipv4_cidr_block_association"):
        value = resource.get("cidr_block")
        block = network(value)
        if block is None or value is None or "/" not in (value.text or "") or block.version != 4:
            continue
        if not _LARGEST <= block.prefixlen <= _SMALLEST:
            yield Problem(
                f"{resource.block_address} has {block}; AWS takes /{_LARGEST} to /{_SMALLEST}",
                value.where,
                f"use a block from /{_LARGEST} to /{_SMALLEST}",
            )


def places(root: Module) -> Iterator[Problem]:
    """Subnets outside their VPC, and subnets of one VPC that overlap."""
    by_vpc: dict[Hashable, list[tuple[Network, Resource, Value]]] = {}
    for subnet in root.find("aws_subnet"):
        value, vpc = subnet.get("cidr_block"), subnet.get("vpc_id")
        block = network(value)
        if value is not None and vpc is not None and block is not None and subnet.certain:
            by_vpc.setdefault(_key(vpc), []).append((block, subnet, value))
    known = _vpc_blocks(root)
    for found in by_vpc.values():
        yield from _outside(found, known)
        yield from _overlapping(found)


def _key(vpc: Value) -> Hashable:
    """What two ids of one VPC have in common: resource, text, or the variable that holds them."""
    if vpc.resource is not None:
        return id(vpc.resource)
    return vpc.text if vpc.text is not None else (vpc.file, vpc.span.start)


def _vpc_blocks(root: Module) -> dict[int, tuple[Network, ...] | None]:
    """All blocks of each VPC, by its id(); None when one of them cannot be told."""
    found: dict[int, tuple[Network, ...] | None] = {}
    for vpc in root.find("aws_vpc"):
        block = network(vpc.get("cidr_block"))
        found[id(vpc)] = None if block is None else (block,)
    for association in root.find("aws_vpc_ipv4_cidr_block_association"):
        vpc_resource = linked(association, "vpc_id")
        if vpc_resource is None:
            # It may add to any of them.
            return {}
        block, own = network(association.get("cidr_block")), found.get(id(vpc_resource))
        found[id(vpc_resource)] = None if own is None or block is None else (*own, block)
    return found


def _outside(
    subnets: list[tuple[Network, Resource, Value]], known: dict[int, tuple[Network, ...] | None]
) -> Iterator[Problem]:
    for block, subnet, value in subnets:
        vpc = linked(subnet, "vpc_id")
        blocks = known.get(id(vpc)) if vpc is not None else None
        if vpc is not None and blocks and block.version == 4 and not is_covered(block, blocks):
            shown = ", ".join(str(one) for one in blocks)
            yield Problem(
                f"{subnet.address} ({block}) is outside {vpc.block_address} ({shown})",
                value.where,
                "use a block within that of the VPC",
                (("VPC", vpc.where),),
            )


def _overlapping(subnets: list[tuple[Network, Resource, Value]]) -> Iterator[Problem]:
    """Each subnet with the one before it that reaches farthest, so that one pass finds all."""
    farthest: dict[int, tuple[Network, Resource, Value]] = {}
    numbered = sorted(
        enumerate(subnets), key=lambda one: (one[1][0].version, int(one[1][0].network_address))
    )
    order = {id(subnet): number for number, (_, subnet, _) in enumerate(subnets)}
    for _, current in numbered:
        block = current[0]
        last = farthest.get(block.version)
        if last is not None and overlap(last[0], block):
            first, second = sorted((last, current), key=lambda one: order[id(one[1])])
            yield Problem(
                f"{second[1].address} ({second[0]}) overlaps {first[1].address} ({first[0]})",
                second[2].where,
                "give each subnet a block of its own",
                (("overlaps", first[2].where),),
            )
        if last is None or int(block.broadcast_address) > int(last[0].broadcast_address):
            farthest[block.version] = current


def zones(root: Module) -> Iterator[Problem]:
    """Subnet groups of databases that do not cover two availability zones."""
    for group in root.find(*_DATABASE_GROUPS):
        value = group.get("subnet_ids")
        if value is None or not value.is_known:
            continue
        subnets = [item.resource for item in value.as_list()]
        found = [
            subnet.get("availability_zone") or subnet.get("availability_zone_id")
            if subnet is not None and subnet.certain
            else None
            for subnet in subnets
        ]
        names = {zone.text for zone in found if zone is not None and zone.text is not None}
        one_zone = len(names) == 1 and all(zone is not None and zone.is_known for zone in found)
        if not subnets or not one_zone:
            continue
        yield Problem(
            f"{group.block_address} has subnets of one availability zone only ({', '.join(names)})",
            chosen(group, "subnet_ids"),
            f"add a subnet of another zone: RDS requires {_FEWEST_ZONES}, also without a standby",
        )


def gateways(root: Module, routes: Routes) -> Iterator[Problem]:
    """Public NAT gateways in subnets that do not lead to the internet."""
    for gateway in root.find("aws_nat_gateway"):
        kind = gateway.get("connectivity_type")
        subnet = linked(gateway, "subnet_id")
        if subnet is None or (kind is not None and kind.text != "public"):
            continue
        if routes.is_public(subnet) is False:
            yield Problem(
                f"{gateway.block_address} stands in {subnet.address}, which has no route to an "
                "internet gateway",
                chosen(gateway, "subnet_id"),
                "put it into a public subnet: what it sends would not leave the VPC",
                (("subnet", subnet.where),),
            )
