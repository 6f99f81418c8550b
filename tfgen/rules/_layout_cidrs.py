"""CIDR blocks that the provider refuses: not a block, or with host bits."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network
from typing import TYPE_CHECKING, Final

from tfgen.aws.groups import Groups
from tfgen.aws.routes import Routes
from tfgen.errors import Problem

if TYPE_CHECKING:
    from tfgen.program.model import Module, ObjectView, Resource, View
    from tfgen.program.values import Value

_ARGUMENTS: Final = {
    "aws_subnet": ("cidr_block", "ipv6_cidr_block"),
    "aws_vpc": ("cidr_block",),
    "aws_vpc_ipv4_cidr_block_association": ("cidr_block",),
    "aws_vpc_security_group_egress_rule": ("cidr_ipv4", "cidr_ipv6"),
    "aws_vpc_security_group_ingress_rule": ("cidr_ipv4", "cidr_ipv6"),
}
_RULE: Final = ("cidr_blocks", "ipv6_cidr_blocks")
_ROUTE: Final = (
    "cidr_block",
    "destination_cidr_block",
    "destination_ipv6_cidr_block",
    "ipv6_cidr_block",
)


def invalid(root: Module, routes: Routes, groups: Groups) -> Iterator[Problem]:
    """The blocks of VPCs, subnets, routes and security-group rules that are none."""
    for type_, names in _ARGUMENTS.items():
        for resource in root.find(type_):
            yield from _check(resource.block_address, resource, names)
    for rule in groups.every:
        owner = _address(rule.view, rule.group)
        yield from _check(owner, rule.view, _RULE)
    for route in routes.every:
        yield from _check(_address(route.view, route.table), route.view, _ROUTE)


def _address(view: View | ObjectView, owner: Resource | None) -> str:
    own = getattr(view, "block_address", None)
    if own is None:
        own = owner.block_address if owner is not None else "a rule"
    return str(own)


def _check(owner: str, view: View | ObjectView, names: tuple[str, ...]) -> Iterator[Problem]:
    for name in names:
        value = view.get(name)
        for item in value.as_list() if value is not None else ():
            wrong = _wrong(item, "ipv6" in name)
            if wrong:
                yield Problem(
                    f"{owner} has {item.text} as {name}: {wrong}",
                    item.where,
                    "write a network address with its prefix, such as 10.0.0.0/16",
                )


def _wrong(value: Value, is_ipv6: bool) -> str:
    """What is wrong with a block; "" for a right or an unknown one."""
    text = value.text
    if not text:
        return ""
    kind = IPv6Network if is_ipv6 else IPv4Network
    if "/" not in text:
        return "a prefix is missing"
    try:
        loose = kind(text, strict=False)
    except ValueError:
        return f"this is not an IPv{6 if is_ipv6 else 4} block"
    try:
        kind(text)
    except ValueError:
        return f"the network is {loose}"
    return ""
