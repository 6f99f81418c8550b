"""The routes of a peering connection: which are missing, and which lead elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tfgen.aws.cidr import is_covered
from tfgen.aws.peering import Peering, Side, same, side_by_place, side_towards
from tfgen.aws.routes import INLINE_DESTINATIONS, SEPARATE_DESTINATIONS, Route
from tfgen.errors import Problem

if TYPE_CHECKING:
    from tfgen.program.model import Module, Resource


def side_of(route: Route, peering: Peering) -> Side | None:
    """The side from which a route leads to the other; None when that cannot be told."""
    table = route.table
    if table is not None:
        for side, _ in peering.sides:
            own = side.vpc.resource if side.vpc is not None else None
            if own is table or same(table.get("vpc_id"), side.vpc):
                return side
    placed = table if route.is_inline else route.view
    found = None if placed is None else side_by_place(placed, peering)
    if found is not None:
        return found
    if route.destination is not None:
        for side, other in peering.sides:
            vpc = other.vpc.resource if other.vpc is not None else None
            if vpc is not None and route.destination.resource is vpc:
                return side
    return None if route.block is None else side_towards((route.block,), peering)


def missing_routes(root: Module, peering: Peering) -> Iterator[str]:
    """The sides, or their route tables in ``root``, that have no route to the other side."""
    if peering.loose_routes:
        return
    sides = [(route, side_of(route, peering)) for route in peering.routes]
    for side, other in peering.sides:
        own = [route for route, found in sides if found in (side, None)]
        if not own:
            yield f"routes from {side.shown} to {other.shown}"
            continue
        if any(route.table is None or route.table.mode != "managed" for route in own):
            continue
        tables = {id(route.table) for route in own}
        for table in _tables(root, side):
            if id(table) not in tables:
                yield f"a route in {table.address} to {other.shown}"


def _tables(root: Module, side: Side) -> Iterator[Resource]:
    for table in root.find("aws_route_table"):
        if table.certain and same(table.get("vpc_id"), side.vpc):
            yield table


def wrong_routes(peering: Peering) -> Iterator[Problem]:
    """Routes of a table that do not cover the CIDR block of the VPC they are for."""
    sides = [(route, side_of(route, peering)) for route in peering.routes]
    for side, other in peering.sides:
        if other.block is None:
            continue
        tables: dict[int | None, list[Route]] = {}
        for route, found in sides:
            if found is side:
                # Those of unknown tables may be of one table.
                key = None if route.table is None else id(route.table)
                tables.setdefault(key, []).append(route)
        for routes in tables.values():
            blocks = [route.block for route in routes]
            known = [block for block in blocks if block is not None]
            if len(known) < len(blocks) or is_covered(other.block, known):
                continue
            first = routes[0]
            shown = ", ".join(dict.fromkeys(str(block) for block in known))
            yield Problem(
                f"the routes of {peering.connection.block_address} from {side.shown} lead to "
                f"{shown}, but {other.shown} has {other.block}",
                first.view.where_of(*SEPARATE_DESTINATIONS, *INLINE_DESTINATIONS),
                f"route {other.block} to the connection",
            )
