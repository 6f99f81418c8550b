"""The DNS options of a peering connection: missing, off, or set where they cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.aws.peering import REFERENCE, Peering, differ
from tfgen.errors import Problem

if TYPE_CHECKING:
    from tfgen.program.model import Module, ObjectView, Resource, View

_DNS: Final = "allow_remote_vpc_dns_resolution"


def _blocks(peering: Peering, name: str) -> Iterator[tuple[Resource, View | ObjectView]]:
    """The blocks that set options of a side, each with the resource that holds it."""
    for resource in (peering.connection, *peering.accepters, *peering.options):
        for block in resource.blocks(name):
            yield resource, block


def missing_options(peering: Peering) -> Iterator[str]:
    """The sides on which nothing sets the DNS option."""
    if peering.loose_options:
        return
    sides = [
        side.shown
        for side, _ in peering.sides
        if not any(block.get(_DNS) for _, block in _blocks(peering, side.name))
        # An accepter elsewhere may set its own options inline.
        and not (side is peering.accepter and peering.loose_accepters)
    ]
    if sides:
        yield f"DNS options of {' and '.join(sides)}"


def wrong_options(root: Module, peering: Peering) -> Iterator[Problem]:
    """Options that are off, or that fail when they are applied."""
    yield from _off(peering)
    yield from _of_the_wrong_side(peering)
    yield from _twice(peering)
    yield from _too_early(root, peering)


def _off(peering: Peering) -> Iterator[Problem]:
    for side, _ in peering.sides:
        for resource, block in _blocks(peering, side.name):
            value = block.get(_DNS)
            if value is not None and value.truth is False:
                yield Problem(
                    f"{resource.block_address} leaves the DNS option of {side.shown} off",
                    value.where,
                    f"set {_DNS} = true: without it the public names of this side do not resolve "
                    "to private addresses at the other",
                )


def _of_the_wrong_side(peering: Peering) -> Iterator[Problem]:
    for side, other in peering.sides:
        for resource, block in _blocks(peering, side.name):
            if peering.is_across and (
                (differ(resource.account, side.account) and differ(side.account, other.account))
                or (differ(resource.region, side.region) and differ(side.region, other.region))
            ):
                yield Problem(
                    f"{resource.block_address} sets the options of {side.shown} from the other "
                    "side, which AWS refuses",
                    resource.where_of(side.name) if block.certain else block.where,
                    f"set them in an aws_vpc_peering_connection_options of their own with the "
                    f"provider of the {side.name}",
                )


def _twice(peering: Peering) -> Iterator[Problem]:
    if not peering.options:
        return
    for side, _ in peering.sides:
        blocks = list(_blocks(peering, side.name))
        inline = [block for resource, block in blocks if resource not in peering.options]
        separate = [block for resource, block in blocks if resource in peering.options]
        if inline and separate and inline[0].certain and separate[0].certain:
            yield Problem(
                f"the options of {side.shown} of {peering.connection.block_address} are set twice, "
                "and each apply undoes the other",
                separate[0].where,
                "set them in one place",
                (("also here", inline[0].where),),
            )


def _too_early(root: Module, peering: Peering) -> Iterator[Problem]:
    """Options on a connection that is not active yet: AWS takes them for active ones only."""
    accepts = peering.connection.get("auto_accept")
    if not peering.accepters or (accepts is not None and accepts.truth is not False):
        return
    connection = peering.connection
    for name in ("requester", "accepter"):
        block = connection.block(name)
        if block is not None and block.certain:
            yield Problem(
                f"{connection.block_address} sets the options of the {name} before the connection "
                "is accepted, which fails",
                block.where,
                "set them in an aws_vpc_peering_connection_options with the id of the accepter",
                (("accepter", peering.accepters[0].where),),
            )
    for options in peering.options:
        if not any(root.depends_on(options, accepter) for accepter in peering.accepters):
            yield Problem(
                f"{options.block_address} may be set before {peering.accepters[0].block_address} "
                "accepts the connection, which fails",
                options.where_of(REFERENCE),
                "take the id from the accepter",
                (("accepter", peering.accepters[0].where),),
            )
