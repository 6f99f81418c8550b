"""Routes that AWS or the provider refuses, or that undo each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tfgen.aws.lifecycle import ignores
from tfgen.aws.links import linked, vpc_of
from tfgen.aws.routes import (
    INLINE_DESTINATIONS,
    SEPARATE_DESTINATIONS,
    TARGETS,
    Route,
    Routes,
    given,
)
from tfgen.errors import Location, Problem

if TYPE_CHECKING:
    from tfgen.program.model import Module, ObjectView, Resource, View


def _shown(route: Route) -> str:
    """A route in words: its address, or that of the table that holds it."""
    if not route.is_inline:
        return str(getattr(route.view, "block_address", "the route"))
    table = route.table
    return f"a route of {table.block_address}" if table is not None else "a route"


def incomplete(routes: Routes) -> Iterator[Problem]:
    """Routes without a target, with two, or with no single destination."""
    for route in routes.every:
        view = route.view
        if not view.certain:
            continue
        names = INLINE_DESTINATIONS if route.is_inline else SEPARATE_DESTINATIONS
        for what, found, sure, listed in (
            (
                "target",
                _given(view, tuple(TARGETS)),
                _surely(view, tuple(TARGETS)),
                "gateway_id, …",
            ),
            ("destination", _given(view, names), _surely(view, names), ", ".join(names[:2])),
        ):
            if not found:
                yield Problem(
                    f"{_shown(route)} has no {what}",
                    view.where,
                    f"set one of {listed}",
                )
            elif len(sure) > 1:
                yield Problem(
                    f"{_shown(route)} has two {what}s: {' and '.join(sure[:2])}",
                    view.where_of(sure[1]),
                    "make a route of each: the provider takes one",
                )


def _given(view: View | ObjectView, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if given(view, name) is not None]


def _surely(view: View | ObjectView, names: tuple[str, ...]) -> list[str]:
    """Those that are surely not null: known, or an attribute of a resource."""
    return [
        name
        for name in names
        if (value := given(view, name)) is not None and (value.is_known or value.origin is not None)
    ]


def repeated(routes: Routes) -> Iterator[Problem]:
    """Two routes of one table to the same destination."""
    first: dict[tuple[int, str], Route] = {}
    for found in routes.by_table.values():
        for route in found:
            block = route.block
            if block is None or route.table is None or not route.view.certain:
                continue
            key = id(found), str(block)
            if key in first and first[key] is not route:
                yield Problem(
                    f"{_shown(route)} and {_shown(first[key])} both lead {block} out of "
                    f"{route.table.address}",
                    _where(route),
                    "remove one: a table takes one route for a destination",
                    (("also here", _where(first[key])),),
                )
            first.setdefault(key, route)


def _where(route: Route) -> Location:
    names = INLINE_DESTINATIONS if route.is_inline else SEPARATE_DESTINATIONS
    return route.view.where_of(*names)


def mixed(routes: Routes) -> Iterator[Problem]:
    """Routes of their own for a table that has inline ones: each apply removes the others."""
    for found in routes.by_table.values():
        inline = next((route for route in found if route.is_inline), None)
        if inline is None or inline.table is None or ignores(inline.table, "route"):
            continue
        for route in found:
            if not route.is_inline:
                yield Problem(
                    f"{_shown(route)} adds to {inline.table.block_address}, which has inline "
                    "routes and removes all others",
                    route.view.where,
                    "write all routes of a table as aws_route",
                    (("inline route", inline.view.where),),
                )


def associations(root: Module) -> Iterator[Problem]:
    """Subnets with two route tables, or with one of another VPC."""
    first: dict[int, Resource] = {}
    for association in root.find("aws_route_table_association"):
        subnet, table = linked(association, "subnet_id"), linked(association, "route_table_id")
        if subnet is None or subnet.type != "aws_subnet" or not association.certain:
            continue
        other = first.setdefault(id(subnet), association)
        if other is not association and subnet.certain:
            yield Problem(
                f"{association.block_address} gives {subnet.address} a second route table",
                association.where_of("subnet_id"),
                "remove one: AWS refuses a second association",
                (("also here", other.where),),
            )
        home, away = vpc_of(subnet), vpc_of(table)
        if table is not None and home is not None and away is not None and home is not away:
            yield Problem(
                f"{association.block_address} gives {subnet.address} of {home.block_address} a "
                f"route table of {away.block_address}",
                association.where_of("route_table_id"),
                "use a route table of the same VPC: AWS refuses any other",
                (("route table", table.where),),
            )
