"""VPC peering connections of a program: both sides, and what is declared for each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tfgen.aws.cidr import Network, network, overlap
from tfgen.aws.routes import Route

if TYPE_CHECKING:
    from tfgen.program.model import Module, ObjectView, Resource, View
    from tfgen.program.values import Value

CONNECTION: Final = "aws_vpc_peering_connection"
ACCEPTER: Final = "aws_vpc_peering_connection_accepter"
OPTIONS: Final = "aws_vpc_peering_connection_options"
REFERENCE: Final = "vpc_peering_connection_id"


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """The requester or the accepter: its VPC, account and region, as far as they are known."""

    name: str
    vpc: Value | None
    account: str | None
    region: str | None
    block: Network | None

    @property
    def shown(self) -> str:
        """The side in words."""
        resource = self.vpc.resource if self.vpc is not None else None
        return f"the {self.name}" + (f" ({resource.block_address})" if resource else "")


@dataclass(frozen=True, slots=True, eq=False)
class Peering:
    """A connection and what the program declares for it.

    The ``loose_…`` flags: somewhere in the program is one of that kind for a connection that cannot
    be told, which may be this one.
    """

    connection: Resource
    requester: Side
    accepter: Side
    accepters: tuple[Resource, ...]
    options: tuple[Resource, ...]
    routes: tuple[Route, ...]
    loose_accepters: bool
    loose_options: bool
    loose_routes: bool

    @property
    def sides(self) -> tuple[tuple[Side, Side], tuple[Side, Side]]:
        """Each side with the other one."""
        return (self.requester, self.accepter), (self.accepter, self.requester)

    @property
    def is_across(self) -> bool | None:
        """Whether the VPCs are in different accounts or regions; None when that is unknown."""
        here, there = self.requester, self.accepter
        if differ(here.account, there.account) or differ(here.region, there.region):
            return True
        own = self.connection
        return None if own.get("peer_owner_id") or own.get("peer_region") else False


def differ(one: str | None, other: str | None) -> bool:
    """Whether both are known, and not the same."""
    return one is not None and other is not None and one != other


def same(one: Value | None, other: Value | None) -> bool:
    """Whether two values are surely the id of one thing."""
    if one is None or other is None:
        return False
    if one.resource is not None and one.resource is other.resource:
        return True
    return one.text is not None and one.text == other.text


def peerings_of(root: Module, routes: tuple[Route, ...], others: Loose) -> Iterator[Peering]:
    """The connections that ``root`` declares; ``others`` is what the other roots may add."""
    connections = tuple(root.find(CONNECTION))
    if not connections:
        return
    owners = _owners(root, connections)
    own = loose_of(root, routes, owners)
    loose = Loose(
        own.accepters or others.accepters,
        own.options or others.options,
        own.routes or others.routes,
    )
    for connection in connections:
        accepters = _of(root, ACCEPTER, connection, owners)
        yield Peering(
            connection,
            _requester(connection),
            _accepter(connection, accepters),
            accepters,
            _of(root, OPTIONS, connection, owners),
            tuple(
                route for route in routes if _is_for(route.view.get(REFERENCE), connection, owners)
            ),
            loose.accepters,
            loose.options,
            loose.routes,
        )


@dataclass(frozen=True, slots=True)
class Loose:
    """Whether accepters, options and routes exist whose connection cannot be told."""

    accepters: bool
    options: bool
    routes: bool


def loose_of(root: Module, routes: tuple[Route, ...], owners: dict[int, Resource]) -> Loose:
    """What ``root`` declares for connections that it does not declare itself."""

    def any_loose(values: Iterator[Value | None]) -> bool:
        return any(
            value is not None and not any(id(one) in owners for one in value.resources())
            for value in values
        )

    return Loose(
        any_loose(one.get(REFERENCE) for one in root.find(ACCEPTER)),
        any_loose(one.get(REFERENCE) for one in root.find(OPTIONS)),
        any_loose(route.view.get(REFERENCE) for route in routes),
    )


def _owners(root: Module, connections: tuple[Resource, ...]) -> dict[int, Resource]:
    """The connection behind each resource whose id is the id of a connection."""
    owners = {id(connection): connection for connection in connections}
    stand_ins = [
        *((one, REFERENCE) for one in root.find(ACCEPTER)),
        *((one, "id") for one in root.find(CONNECTION, mode="data")),
        *((one, REFERENCE) for one in root.find(OPTIONS)),
    ]
    for resource, name in stand_ins:
        value = resource.get(name)
        for found in value.resources() if value is not None else ():
            if id(found) in owners:
                owners[id(resource)] = owners[id(found)]
    return owners


def _is_for(value: Value | None, connection: Resource, owners: dict[int, Resource]) -> bool:
    if value is None:
        return False
    return any(owners.get(id(one)) is connection for one in value.resources())


def _of(
    root: Module, type_: str, connection: Resource, owners: dict[int, Resource]
) -> tuple[Resource, ...]:
    return tuple(one for one in root.find(type_) if owners.get(id(one)) is connection)


def _requester(connection: Resource) -> Side:
    vpc = connection.get("vpc_id")
    return Side("requester", vpc, connection.account, connection.region, _block(vpc))


def _accepter(connection: Resource, accepters: tuple[Resource, ...]) -> Side:
    """The other side, where the connection says it is, else where its VPC or accepter is."""
    vpc = connection.get("peer_vpc_id")
    owner, region = connection.get("peer_owner_id"), connection.get("peer_region")
    managed: tuple[Resource, ...] = accepters
    if vpc is not None and vpc.resource is not None:
        managed = (vpc.resource, *accepters)
    if owner is None:
        account = connection.account
    else:
        account = owner.text or next((one.account for one in managed if one.account), None)
    if region is None:
        place = connection.region
    else:
        place = region.text or next((one.region for one in managed if one.region), None)
    return Side("accepter", vpc, account, place, _block(vpc))


def _block(vpc: Value | None) -> Network | None:
    resource = vpc.resource if vpc is not None else None
    if resource is None or resource.type not in ("aws_vpc", "aws_default_vpc"):
        return None
    return network(resource.get("cidr_block"))


def side_by_place(view: View | ObjectView, peering: Peering) -> Side | None:
    """The side in whose account or region a resource is, where the two differ."""
    account = getattr(view, "account", None)
    region = getattr(view, "region", None)
    for side, other in peering.sides:
        if differ(side.account, other.account) and account == side.account:
            return side
        if differ(side.region, other.region) and region == side.region:
            return side
    return None


def side_towards(blocks: tuple[Network, ...], peering: Peering) -> Side | None:
    """The side from which ``blocks`` are the other side."""
    for side, other in peering.sides:
        if other.block is None or not any(overlap(block, other.block) for block in blocks):
            continue
        if side.block is None or not any(overlap(block, side.block) for block in blocks):
            return side
    return None


def is_elsewhere(view: View | ObjectView, peering: Peering) -> bool:
    """Whether a resource is surely in an account or region of neither side."""
    account = getattr(view, "account", None)
    region = getattr(view, "region", None)
    sides = [side for side, _ in peering.sides]
    return all(differ(account, side.account) for side in sides) or all(
        differ(region, side.region) for side in sides
    )
