"""The security-group rules of a peering connection: whether traffic can pass in some direction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.aws.cidr import is_everyone, network, networks, overlap
from tfgen.aws.groups import Direction, GroupRule, Groups, is_tcp, ports_text
from tfgen.aws.peering import Peering, Side, is_elsewhere, same, side_by_place, side_towards

if TYPE_CHECKING:
    from tfgen.program.model import ObjectView, View
    from tfgen.program.values import Value

_DIRECTIONS: Final[tuple[Direction, ...]] = ("egress", "ingress")


def missing_rules(peering: Peering, own: Groups, foreign: list[Groups]) -> Iterator[str]:
    """What the groups lack to let traffic pass from one side to the other."""
    rules = [*own.every, *(rule for groups in foreign for rule in _named(groups, peering))]
    found: dict[tuple[str, Direction], list[GroupRule]] = {
        (side.name, direction): [] for side, _ in peering.sides for direction in _DIRECTIONS
    }
    for rule in rules:
        named = [side for side, other in peering.sides if _is_for(rule, side, other)]
        if not named or is_elsewhere(_placed(rule), peering):
            continue
        own_side = _side(rule, peering)
        for side in named:
            if own_side is None or own_side is side:
                found[side.name, rule.direction].append(rule)
    lacking: list[str] = []
    for side, other in peering.sides:
        out, into = found[side.name, "egress"], found[other.name, "ingress"]
        if out and into:
            yield from _unmatched(out, into, side, other)
            return
        # Egress to everyone is not there for the sake of the other side.
        if into:
            lacking.append(
                f"security-group rules on {side.shown} that let traffic out to {other.shown}"
            )
        elif any(_is_particular(rule) for rule in out):
            lacking.append(
                f"security-group rules on {other.shown} that let in traffic from {side.shown}"
            )
    yield from lacking[:1] or ["security-group rules on both sides"]


def _named(groups: Groups, peering: Peering) -> Iterator[GroupRule]:
    """The rules of another root that name the CIDR block of a side."""
    blocks = [side.block for side, _ in peering.sides if side.block is not None]
    for rule in groups.every:
        if any(
            not is_everyone(cidr) and any(overlap(cidr, block) for block in blocks)
            for cidr in networks(rule.cidrs)
        ):
            yield rule


def _side(rule: GroupRule, peering: Peering) -> Side | None:
    """The side whose group a rule belongs to; None when that cannot be told."""
    group = rule.group
    if group is not None:
        for side, _ in peering.sides:
            if same(group.get("vpc_id"), side.vpc):
                return side
    found = side_by_place(_placed(rule), peering)
    if found is not None:
        return found
    blocks = tuple(block for block in networks(rule.cidrs) if not is_everyone(block))
    return side_towards(blocks, peering)


def _placed(rule: GroupRule) -> View | ObjectView:
    """The resource whose provider tells where the rule is."""
    group = rule.group
    return group if group is not None and group.mode == "managed" else rule.view


def _is_particular(rule: GroupRule) -> bool:
    return not any(is_everyone(block) for block in networks(rule.cidrs))


def _is_for(rule: GroupRule, side: Side, other: Side) -> bool:
    """Whether a rule of ``side`` may be for traffic with ``other``."""
    if rule.lists or any(_may_be_of(value, side, other) for value in rule.groups):
        return True
    return any(_may_be_at(cidr, other, rule.direction) for cidr in rule.cidrs)


def _may_be_of(value: Value, side: Side, other: Side) -> bool:
    group = value.resource
    if group is None or group.get("vpc_id") is None:
        return True
    vpc = group.get("vpc_id")
    if same(vpc, other.vpc):
        return True
    if same(vpc, side.vpc):
        return False
    # A group in a VPC that is declared, and is neither.
    return vpc is None or vpc.resource is None or other.vpc is None or other.vpc.resource is None


def _may_be_at(cidr: Value, other: Side, direction: Direction) -> bool:
    block = network(cidr)
    if block is None:
        vpc = cidr.resource
        return vpc is None or other.vpc is None or other.vpc.resource in (vpc, None)
    if is_everyone(block):
        # A port that is open to everyone is not there for the sake of the other side.
        return direction == "egress"
    return other.block is None or overlap(block, other.block)


def _unmatched(
    out: list[GroupRule], into: list[GroupRule], side: Side, other: Side
) -> Iterator[str]:
    """Rules of one side for ports that no rule of the other side has."""
    for rule in out:
        if _is_particular(rule) and not any(_meet(rule, one) for one in into):
            yield (
                f"a security-group rule on {other.shown} that lets in what {_address(rule)} "
                f"lets out ({ports_text(rule)})"
            )
    for rule in into:
        if not any(_meet(rule, one) for one in out):
            yield (
                f"a security-group rule on {side.shown} that lets out what {_address(rule)} "
                f"lets in ({ports_text(rule)})"
            )


def _address(rule: GroupRule) -> str:
    view = rule.view
    found = getattr(view, "block_address", None)
    if found is None and rule.group is not None:
        found = rule.group.block_address
    return found or "a rule"


def _meet(one: GroupRule, other: GroupRule) -> bool:
    if one.protocol != other.protocol and not (is_tcp(one) and is_tcp(other)):
        return one.protocol in (None, "-1") or other.protocol in (None, "-1")
    if one.ports is None or other.ports is None:
        return True
    return one.ports[0] <= other.ports[1] and other.ports[0] <= one.ports[1]
