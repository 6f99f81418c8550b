"""Who may reach whom over the network: what security groups of both sides allow.

A flow is drawn where the caller's groups let it out and the other's let it in, on a port that the
other listens on as far as that is known. What cannot be known is not drawn. Routes and network
access lists are not looked at: ``tfgen validate`` judges those.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from tfgen.aws.cidr import Network, is_everyone, network, networks, overlap
from tfgen.aws.groups import EVERY_PORT, Direction, GroupRule, groups_of
from tfgen.aws.load_balancers import LOAD_BALANCERS, is_internet_facing
from tfgen.graph.inventory import DATABASES, Inventory, Node
from tfgen.graph.words import text_of
from tfgen.program.model import Resource

INTERNET: Final = "internet"
_DIRECTIONS: Final[tuple[Direction, ...]] = ("ingress", "egress")


@dataclass(frozen=True, slots=True, order=True)
class Open:
    """Ports of a protocol; "-1" is every protocol."""

    protocol: str
    first: int
    last: int

    def __str__(self) -> str:
        if self.protocol == "-1":
            return "everything"
        ports = str(self.first) if self.first == self.last else f"{self.first}-{self.last}"
        if (self.first, self.last) == EVERY_PORT:
            ports = "all ports"
        return ports if self.protocol == "tcp" else f"{self.protocol} {ports}"


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """From one to another; either is a node, or text for what is outside (INTERNET or a range)."""

    source: Node | str
    target: Node | str
    ports: tuple[Open, ...]


class Flows:
    """The rules of all groups of a program."""

    def __init__(self, inventory: Inventory) -> None:
        self._inventory = inventory
        self._rules: dict[tuple[int, Direction], list[GroupRule]] = {}
        for root in inventory.roots:
            for rule in groups_of(root).every:
                if rule.group is not None:
                    group = inventory.same(rule.group)
                    self._rules.setdefault((id(group), rule.direction), []).append(rule)
        self._networks = networks(
            value
            for vpc in inventory.vpcs
            for value in [vpc.get("cidr_block")]
            if value is not None
        )

    def _of(self, groups: Iterable[Resource], direction: Direction) -> list[GroupRule]:
        return [rule for group in groups for rule in self._rules.get((id(group), direction), ())]

    def inside(self) -> Iterator[Flow]:
        """From node to node of one network."""
        nodes = self._inventory.nodes
        for source in nodes:
            for target in nodes:
                if source is not target and source.vpc is not None and source.vpc is target.vpc:
                    ports = self._between(source, target)
                    if ports:
                        yield Flow(source, target, ports)

    def _between(self, source: Node, target: Node) -> tuple[Open, ...]:
        there, here = _ranges(target), _ranges(source)
        found: set[Open] = set()
        for out in self._of(source.groups, "egress"):
            near = self._is_named(out, target.groups, there)
            for into in self._of(target.groups, "ingress"):
                far = self._is_named(into, source.groups, here)
                # Ranges that hold everyone on both sides meet outside, if at all.
                if near and far and "named" in (near, far):
                    found |= _common(out, into, target.ports)
        return _merged(found)

    def _is_named(
        self, rule: GroupRule, groups: tuple[Resource, ...], ranges: tuple[Network, ...]
    ) -> str:
        """How a rule names the other end: "named", as part of "everyone", or "" not at all."""
        others = [
            self._inventory.same(value.resource)
            for value in rule.groups
            if value.resource is not None
        ]
        if rule.itself and rule.group is not None:
            others.append(self._inventory.same(rule.group))
        if any(other is group for other in others for group in groups):
            return "named"
        blocks = networks(rule.cidrs)
        if any(
            not is_everyone(block) and overlap(block, one) for block in blocks for one in ranges
        ):
            return "named"
        return "everyone" if any(map(is_everyone, blocks)) else ""

    def outside(self) -> Iterator[Flow]:
        """Between nodes and the internet, or ranges that are in no network of the program."""
        for node in self._inventory.nodes:
            for direction in _DIRECTIONS:
                by_other: dict[str, set[Open]] = {}
                for rule in self._of(node.groups, direction):
                    for other in self._others(rule):
                        if direction == "ingress" and other == INTERNET and not _is_public(node):
                            continue
                        listens = node.ports if direction == "ingress" else None
                        by_other.setdefault(other, set()).update(_common(rule, rule, listens))
                for other, found in by_other.items():
                    if found and direction == "ingress":
                        yield Flow(other, node, _merged(found))
                    elif found:
                        yield Flow(node, other, _merged(found))

    def _others(self, rule: GroupRule) -> Iterator[str]:
        for value in rule.cidrs:
            block = network(value)
            if block is None:
                continue
            if is_everyone(block):
                yield INTERNET
            elif not any(overlap(block, own) for own in self._networks):
                yield text_of(value)

    def across(self, source: Resource, target: Resource) -> tuple[Open, ...]:
        """From anything in one network to anything in another, by the ranges of both."""
        here, there = network(source.get("cidr_block")), network(target.get("cidr_block"))
        if here is None or there is None:
            return ()
        found: set[Open] = set()
        for out in self._in(source, "egress"):
            if not _names(out, there):
                continue
            for into in self._in(target, "ingress"):
                if _names(into, here):
                    found |= _common(out, into, None)
        return _merged(found)

    def _in(self, vpc: Resource, direction: Direction) -> Iterator[GroupRule]:
        for (_, way), rules in self._rules.items():
            for rule in rules if way == direction else ():
                group = None if rule.group is None else self._inventory.same(rule.group)
                if group is not None and self._inventory.vpc_of(group) is vpc:
                    yield rule


def _names(rule: GroupRule, block: Network) -> bool:
    return any(not is_everyone(one) and overlap(one, block) for one in networks(rule.cidrs))


def _ranges(node: Node) -> tuple[Network, ...]:
    found = (network(subnet.get("cidr_block")) for subnet in node.subnets)
    return tuple(one for one in found if one is not None)


def _is_public(node: Node) -> bool:
    """Whether a node surely has a public address."""
    resource = node.resource
    if resource.type in (*LOAD_BALANCERS, "aws_elb"):
        return is_internet_facing(resource) is True
    name = "publicly_accessible" if resource.type in DATABASES else "associate_public_ip_address"
    value = resource.get(name)
    if value is None and resource.type == "aws_ecs_service":
        network_block = resource.block("network_configuration")
        value = network_block.get("assign_public_ip") if network_block is not None else None
    return value is not None and value.truth is True


def _common(out: GroupRule, into: GroupRule, listens: frozenset[int] | None) -> set[Open]:
    """What both rules allow, and the target listens on."""
    protocols = {out.protocol, into.protocol} - {"-1"}
    if None in protocols or len(protocols) > 1 or out.ports is None or into.ports is None:
        return set()
    protocol = next(iter(protocols)) if protocols else "-1"
    first, last = max(out.ports[0], into.ports[0]), min(out.ports[1], into.ports[1])
    if first > last:
        return set()
    if listens is None or protocol not in ("tcp", "-1"):
        return {Open(str(protocol), first, last)}
    return {Open("tcp", port, port) for port in listens if first <= port <= last}


def _merged(found: Iterable[Open]) -> tuple[Open, ...]:
    """In order, without what others hold."""
    every = sorted(found)
    return tuple(
        one
        for one in every
        if not any(
            other is not one
            and other.protocol in (one.protocol, "-1")
            and other.first <= one.first
            and one.last <= other.last
            for other in every
        )
    )
