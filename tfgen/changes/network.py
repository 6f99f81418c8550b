"""Network access that is wider than before: rules of security groups, network ACLs and routes."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from tfgen.changes.model import Risk
from tfgen.changes.nodes import Branch, Leaf, Node, Series, at, places
from tfgen.changes.snapshot import Item, Snapshot
from tfgen.errors import Location

_ANY_PROTOCOL: Final = ("-1", "all")
_PORTS: Final = (0, 65535)
# Where a rule names its peers: as the provider documents aws_vpc_security_group_ingress_rule and
# aws_security_group_rule.
_PEERS: Final = (
    "cidr_ipv4",
    "cidr_ipv6",
    "prefix_list_id",
    "referenced_security_group_id",
    "cidr_blocks",
    "ipv6_cidr_blocks",
    "prefix_list_ids",
    "source_security_group_id",
    "security_groups",
    "cidr_block",
    "ipv6_cidr_block",
)
_DIRECTIONS: Final = {
    "aws_vpc_security_group_ingress_rule": "ingress",
    "aws_vpc_security_group_egress_rule": "egress",
}
_ROUTE_TARGETS: Final = (
    "gateway_id",
    "nat_gateway_id",
    "transit_gateway_id",
    "vpc_peering_connection_id",
    "egress_only_gateway_id",
    "network_interface_id",
)


_TYPE: Final = re.compile(r"(?:^|\.)(aws_\w+)\.")


@dataclass(frozen=True, slots=True)
class Grant:
    """What a rule lets through: ``holder`` is the group, ACL or route table it belongs to."""

    direction: str
    holder: str
    peer: str
    protocol: str
    first: int
    last: int

    def covers(self, other: Grant) -> bool:
        """Whether whatever ``other``, of the same holder, lets through passes here, too."""
        return (
            (self.protocol in _ANY_PROTOCOL or self.protocol == other.protocol)
            and self.first <= other.first
            and other.last <= self.last
            and _contains(self.peer, other.peer)
        )

    def __str__(self) -> str:
        ports = f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"
        what = "everything" if self.protocol in _ANY_PROTOCOL else f"{self.protocol} {ports}"
        if self.direction == "route":
            return f"a route to {self.peer}"
        return f"{what} {'from' if self.direction == 'ingress' else 'to'} {self.peer}"


@dataclass(frozen=True, slots=True)
class _Found:
    grant: Grant
    item: Item
    places: tuple[Location, ...]


def network_risks(before: Snapshot, after: Snapshot) -> Iterator[Risk]:
    """What passes through groups, ACLs and tables that were there before, and did not then."""
    known: dict[tuple[str, str], list[Grant]] = {}
    for found in (found for item in before.values() for found in _grants(item)):
        known.setdefault((found.grant.direction, found.grant.holder), []).append(found.grant)
    holders = {item.address for item in before.values()}
    for found in (found for item in after.values() for found in _grants(item)):
        grant, item = found.grant, found.item
        earlier = known.get((grant.direction, grant.holder), ())
        if grant.holder in holders and not any(one.covers(grant) for one in earlier):
            verb = "gets" if grant.direction == "route" else "lets through"
            yield Risk(
                "network",
                item.root,
                item.address,
                f"{grant.holder} {verb} {grant}",
                after=found.places or (item.where,),
            )


def _holder(node: Node | None) -> str:
    """The address of the resource whose id a rule names as its group, ACL or table."""
    return (_text(node) or "").removesuffix(".id")


def _grants(item: Item) -> Iterator[_Found]:
    if item.kind != "resource":
        return
    body = item.body
    if item.type in _DIRECTIONS:
        holder = _holder(at(body, "security_group_id"))
        yield from _rules(item, body, _DIRECTIONS[item.type], holder, ("ip_protocol",))
    elif item.type == "aws_security_group_rule":
        holder = _holder(at(body, "security_group_id"))
        direction = _text(at(body, "type")) or ""
        yield from _rules(item, body, direction, holder, ("protocol",))
    elif item.type in ("aws_security_group", "aws_default_security_group"):
        for direction in ("ingress", "egress"):
            for block in _blocks(body, direction):
                yield from _rules(item, block, direction, item.address, ("protocol",))
    elif item.type == "aws_network_acl_rule" and _text(at(body, "rule_action")) == "allow":
        direction = "egress" if _text(at(body, "egress")) == "true" else "ingress"
        yield from _rules(item, body, direction, _holder(at(body, "network_acl_id")), ("protocol",))
    elif item.type in ("aws_network_acl", "aws_default_network_acl"):
        for direction in ("ingress", "egress"):
            for block in _blocks(body, direction):
                if _text(at(block, "action")) == "allow":
                    yield from _rules(item, block, direction, item.address, ("protocol",))
    elif item.type == "aws_route":
        yield from _routes(item)


def _rules(
    item: Item, body: Node, direction: str, holder: str, protocols: Iterable[str]
) -> Iterator[_Found]:
    protocol = next((text for name in protocols if (text := _text(at(body, name)))), "-1")
    first, last = (_number(at(body, name)) for name in ("from_port", "to_port"))
    if protocol in _ANY_PROTOCOL or first is None or last is None or first == -1:
        first, last = _PORTS
    for peer in _peers(body, holder):
        grant = Grant(direction, holder, peer.key, protocol, first, last)
        yield _Found(grant, item, peer.places)


def _peers(body: Node, holder: str) -> Iterator[Leaf]:
    for name in _PEERS:
        node = at(body, name)
        items = node.items if isinstance(node, Series) else (node,)
        for item in items:
            if isinstance(item, Leaf):
                yield item
    own = at(body, "self")
    if _text(own) == "true":
        group = f"{holder}.id"
        yield Leaf(group, group, places(own) if own else ())


def _routes(item: Item) -> Iterator[_Found]:
    table = _holder(at(item.body, "route_table_id"))
    destination = next(
        (
            node
            for name in ("destination_cidr_block", "destination_ipv6_cidr_block")
            if isinstance(node := at(item.body, name), Leaf)
        ),
        None,
    )
    target = next((text for name in _ROUTE_TARGETS if (text := _text(at(item.body, name)))), None)
    if destination is not None and target is not None:
        # Another gateway of the same type leads to the same place.
        type_ = _TYPE.search(target)
        peer = f"{destination.key} through {type_[1] if type_ else target}"
        yield _Found(Grant("route", table, peer, "-1", *_PORTS), item, destination.places)


def _blocks(body: Branch, name: str) -> tuple[Node, ...]:
    node = body.entries.get(name)
    return node.items if isinstance(node, Series) else ()


def _contains(outer: str, inner: str) -> bool:
    if outer == inner:
        return True
    try:
        return ipaddress.ip_network(inner).subnet_of(ipaddress.ip_network(outer))  # type: ignore[arg-type]
    except (ValueError, TypeError):
        return False


def _text(node: Node | None) -> str | None:
    return node.key if isinstance(node, Leaf) else None


def _number(node: Node | None) -> int | None:
    text = _text(node)
    return int(text) if text is not None and text.lstrip("-").isdigit() else None
