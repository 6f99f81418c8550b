"""Security groups of a root and their rules, in whichever of the four forms they are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from tfgen.aws.cidr import Network, is_everyone, network, overlap
from tfgen.aws.lifecycle import ignores
from tfgen.aws.links import linked, listed
from tfgen.aws.whole import Whole, whole_of

if TYPE_CHECKING:
    from tfgen.errors import Location
    from tfgen.program.model import Module, ObjectView, Resource, View
    from tfgen.program.values import Value

GROUP_TYPES: Final = ("aws_security_group", "aws_default_security_group")
SEPARATE_TYPES: Final = (
    "aws_security_group_rule",
    "aws_vpc_security_group_egress_rule",
    "aws_vpc_security_group_ingress_rule",
)
EVERY_PORT: Final = (0, 65535)
# Numbers by which AWS knows the protocols that have names.
_PROTOCOLS: Final = {"all": "-1", "6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6"}

Direction: TypeAlias = Literal["ingress", "egress"]
Ports: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class GroupRule:
    """One rule of a security group.

    ``view`` is the block that states it, ``group`` the group it belongs to (None: cannot be told),
    ``protocol`` its name in lower case or "-1" for all (None: unknown), ``ports`` the first and
    last port (None: unknown). Who is at the other end: ``cidrs``, ``groups``, ``lists`` of
    prefixes, and the group ``itself``.
    """

    view: View | ObjectView
    group: Resource | None
    direction: Direction
    protocol: str | None
    ports: Ports | None
    cidrs: tuple[Value, ...]
    groups: tuple[Value, ...]
    lists: tuple[Value, ...]
    itself: bool

    @property
    def where(self) -> Location:
        """The block."""
        return self.view.where


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """The rules of a root: by the id() of their group, and ``strays`` whose group is unknown."""

    every: tuple[GroupRule, ...]
    by_group: dict[int, list[GroupRule]]
    strays: tuple[GroupRule, ...]
    whole: Whole

    def rules(self, group: Resource, direction: Direction) -> tuple[GroupRule, ...]:
        """What is declared for ``group``."""
        found = self.by_group.get(id(group), ())
        return tuple(rule for rule in found if rule.direction == direction)

    def are_known(self, groups: Sequence[Resource], direction: Direction) -> bool:
        """Whether the root surely declares every rule that ``groups`` have."""
        return (
            self.whole.shows(*groups)
            and not any(stray.direction == direction for stray in self.strays)
            and all(_is_own(group, direction) for group in groups)
        )


def _is_own(group: Resource, direction: Direction) -> bool:
    if group.mode != "managed" or group.type not in GROUP_TYPES:
        return False
    return not ignores(group, direction)


def groups_of(root: Module) -> Groups:
    """All rules that ``root`` and the modules below it declare."""
    every = (*_inline(root), *_separate(root))
    by_group: dict[int, list[GroupRule]] = {}
    for rule in every:
        if rule.group is not None:
            by_group.setdefault(id(rule.group), []).append(rule)
    strays = tuple(rule for rule in every if rule.group is None)
    return Groups(every, by_group, strays, whole_of(root))


def _inline(root: Module) -> Iterator[GroupRule]:
    directions: tuple[Direction, ...] = ("ingress", "egress")
    for group in root.find(*GROUP_TYPES):
        for direction in directions:
            for view in group.blocks(direction):
                yield GroupRule(
                    view,
                    group,
                    direction,
                    _protocol(view.get("protocol")),
                    _ports(view, "protocol"),
                    (*_listed(view, "cidr_blocks"), *_listed(view, "ipv6_cidr_blocks")),
                    _listed(view, "security_groups"),
                    _listed(view, "prefix_list_ids"),
                    _maybe_true(view.get("self")),
                )


def _separate(root: Module) -> Iterator[GroupRule]:
    for view in root.find("aws_security_group_rule"):
        kind = view.get("type")
        directions: tuple[Direction, ...] = ("ingress", "egress")
        for direction in directions:
            if kind is not None and kind.text not in (direction, None):
                continue
            yield GroupRule(
                view,
                linked(view, "security_group_id"),
                direction,
                _protocol(view.get("protocol")),
                _ports(view, "protocol"),
                (*_listed(view, "cidr_blocks"), *_listed(view, "ipv6_cidr_blocks")),
                _listed(view, "source_security_group_id"),
                _listed(view, "prefix_list_ids"),
                _maybe_true(view.get("self")),
            )
    new: tuple[tuple[Direction, str], ...] = (
        ("ingress", "aws_vpc_security_group_ingress_rule"),
        ("egress", "aws_vpc_security_group_egress_rule"),
    )
    for direction, type_ in new:
        for view in root.find(type_):
            yield GroupRule(
                view,
                linked(view, "security_group_id"),
                direction,
                _protocol(view.get("ip_protocol")),
                _ports(view, "ip_protocol"),
                (*_listed(view, "cidr_ipv4"), *_listed(view, "cidr_ipv6")),
                _listed(view, "referenced_security_group_id"),
                _listed(view, "prefix_list_id"),
                False,
            )


def _listed(view: View | ObjectView, name: str) -> tuple[Value, ...]:
    """The items of a list, an empty text left out: modules pass "" for none."""
    return tuple(item for item in listed(view, name) if item.text != "")


def _maybe_true(value: Value | None) -> bool:
    return value is not None and value.truth is not False


def _protocol(value: Value | None) -> str | None:
    text = value.text if value is not None else None
    return None if text is None else _PROTOCOLS.get(text.lower(), text.lower())


def _ports(view: View | ObjectView, protocol: str) -> Ports | None:
    if _protocol(view.get(protocol)) == "-1":
        return EVERY_PORT
    first, last = view.get("from_port"), view.get("to_port")
    if first is None and last is None:
        return EVERY_PORT
    first_number = first.number if first is not None else None
    last_number = last.number if last is not None else first_number
    if first_number is None or last_number is None:
        return None
    return int(first_number), int(last_number)


def is_tcp(rule: GroupRule) -> bool:
    """Whether the rule may admit TCP."""
    return rule.protocol in (None, "tcp", "-1")


def has_port(rule: GroupRule, port: int) -> bool:
    """Whether the rule may be for TCP on ``port``."""
    return is_tcp(rule) and (rule.ports is None or rule.ports[0] <= port <= rule.ports[1])


def open_cidrs(rule: GroupRule) -> tuple[Value, ...]:
    """The CIDR blocks at the other end that hold the internet; those of prefix lists, too."""
    found = [*rule.cidrs, *(cidr for item in rule.lists for cidr in _entries(item))]
    return tuple(
        cidr for cidr in found if (block := network(cidr)) is not None and is_everyone(block)
    )


def _entries(value: Value) -> Iterator[Value]:
    prefix_list = value.resource
    if prefix_list is not None and prefix_list.type == "aws_ec2_managed_prefix_list":
        for entry in prefix_list.blocks("entry"):
            cidr = entry.get("cidr")
            if cidr is not None:
                yield cidr


def reaches(
    rule: GroupRule, port: int, groups: Sequence[Resource], blocks: Sequence[Network]
) -> bool:
    """Whether the rule may be for TCP on ``port`` with who is in ``groups`` or in ``blocks``.

    What cannot be known counts as yes. No ``blocks`` means that the addresses are unknown.
    """
    return has_port(rule, port) and names(rule, groups, blocks)


def names(rule: GroupRule, groups: Sequence[Resource], blocks: Sequence[Network]) -> bool:
    """Whether the other end of the rule may be in ``groups`` or in ``blocks``."""
    if rule.lists or any(_may_be(value, groups) for value in rule.groups):
        return True
    if rule.itself and (rule.group is None or any(group is rule.group for group in groups)):
        return True
    return any(_may_hold(cidr, blocks) for cidr in rule.cidrs)


def _may_be(value: Value, groups: Sequence[Resource]) -> bool:
    resource = value.resource
    if resource is None or resource.mode != "managed" or resource.type not in GROUP_TYPES:
        return True
    return any(group is resource for group in groups)


def _may_hold(cidr: Value, blocks: Sequence[Network]) -> bool:
    block = network(cidr)
    return block is None or not blocks or any(overlap(block, other) for other in blocks)


def ports_text(rule: GroupRule) -> str:
    """The ports of a rule in words."""
    if rule.ports is None:
        return "unknown ports"
    first, last = rule.ports
    if first <= 0 and last >= EVERY_PORT[1]:
        return "every port"
    return f"port {first}" if first == last else f"ports {first} to {last}"


def declared(values: Sequence[Value]) -> tuple[Resource, ...] | None:
    """The security groups that ``values`` are the ids of; None when one cannot be told."""
    found = tuple(value.resource for value in values)
    known = tuple(resource for resource in found if resource is not None)
    if len(known) < len(found) or not all(
        group.mode == "managed" and group.type in GROUP_TYPES for group in known
    ):
        return None
    return known
