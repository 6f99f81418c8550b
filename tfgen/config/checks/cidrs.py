"""Address ranges: subnets inside the VPC, apart from each other, one for every zone."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import AddressValueError, IPv4Network, NetmaskValueError
from typing import TYPE_CHECKING

from tfgen.config.checks.values import place, related, value
from tfgen.errors import Problem

if TYPE_CHECKING:
    from tfgen.config.environment import Environment

Path = tuple[str | int, ...]

# A VPC and a subnet both have between 2^4 and 2^16 addresses (Amazon VPC user guide, "VPC CIDR
# blocks" and "Subnet CIDR blocks").
_LARGEST, _SMALLEST = 16, 28
# A load balancer needs 32 addresses in its subnets (Elastic Load Balancing user guide, "Subnets for
# your load balancer").
_SMALLEST_PUBLIC = 27
# Without subnets in the YAML the templates make public ones of a 256th of the VPC: /27 of a /19.
_SMALLEST_CUT = 19
_GROUPS = ("public", "app", "database")


def check_cidrs(environment: Environment) -> Iterator[Problem]:
    """The VPC, its subnets and the ranges that may reach the load balancer."""
    vpc, problems = _network(environment, ("network", "cidr"))
    yield from problems
    subnets = value(environment, "network", "subnets")
    if vpc is not None:
        smallest = _SMALLEST if subnets else _SMALLEST_CUT
        yield from _check_size(environment, ("network", "cidr"), vpc, "a VPC", smallest)
    if subnets:
        yield from _check_subnets(environment, vpc)
    ingress = ("load_balancer", "ingress_cidrs")
    for index in range(len(value(environment, *ingress) or ())):
        yield from _network(environment, (*ingress, index))[1]


def _check_subnets(environment: Environment, vpc: IPv4Network | None) -> Iterator[Problem]:
    zones = len(value(environment, "network", "availability_zones") or ())
    taken: list[tuple[IPv4Network, Path]] = []
    for group in _GROUPS:
        path: Path = ("network", "subnets", group)
        listed = value(environment, *path)
        if listed is None:
            continue
        if zones and len(listed) != zones:
            yield Problem(
                f"network.subnets.{group} has {len(listed)} subnets for {zones} zones",
                place(environment, *path),
                "list one subnet for every zone, in the order of availability_zones",
                related(zones=place(environment, "network", "availability_zones")),
            )
        for index in range(len(listed)):
            yield from _check_subnet(environment, (*path, index), vpc, taken)


def _check_subnet(
    environment: Environment,
    path: Path,
    vpc: IPv4Network | None,
    taken: list[tuple[IPv4Network, Path]],
) -> Iterator[Problem]:
    """One subnet; one that is sound is added to ``taken``."""
    subnet, problems = _network(environment, path)
    yield from problems
    if subnet is None:
        return
    public = path[-2] == "public"
    what = "a subnet with a load balancer" if public else "a subnet"
    smallest = _SMALLEST_PUBLIC if public else _SMALLEST
    yield from _check_size(environment, path, subnet, what, smallest)
    where = place(environment, *path)
    if vpc is not None and not subnet.subnet_of(vpc):
        yield Problem(
            f"the subnet {subnet} is not inside the VPC {vpc}",
            where,
            related=related(VPC=place(environment, "network", "cidr")),
        )
    for other, other_path in taken:
        if subnet.overlaps(other):
            yield Problem(
                f"the subnet {subnet} overlaps the subnet {other}",
                where,
                related=related(other=place(environment, *other_path)),
            )
    taken.append((subnet, path))


def _network(environment: Environment, path: Path) -> tuple[IPv4Network | None, list[Problem]]:
    """The address range at ``path``; None, with the problem if it is none."""
    text = value(environment, *path)
    if text is None:
        return None, []
    where = place(environment, *path)
    try:
        network = IPv4Network(text, strict=False)
    except (AddressValueError, NetmaskValueError, ValueError):
        return None, [Problem(f'"{text}" is not an IPv4 range', where, "write it as 10.0.0.0/16")]
    if str(network) != text:
        return None, [Problem(f'"{text}" is not the start of its range', where, f"write {network}")]
    return network, []


def _check_size(
    environment: Environment, path: Path, network: IPv4Network, what: str, smallest: int
) -> Iterator[Problem]:
    if not _LARGEST <= network.prefixlen <= smallest:
        hint = f"it must be between /{_LARGEST} and /{smallest}"
        if smallest == _SMALLEST_CUT:
            hint += ", or list the subnets under network.subnets"
        yield Problem(
            f"{network} is too {'large' if network.prefixlen < _LARGEST else 'small'} for {what}",
            place(environment, *path),
            hint,
        )
