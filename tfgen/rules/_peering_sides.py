"""Who accepts a peering connection, and whether they can."""

from __future__ import annotations

from collections.abc import Iterator

from tfgen.aws.peering import Peering, differ
from tfgen.errors import Problem


def missing_accepter(peering: Peering) -> Iterator[str]:
    """The accepter, when nobody accepts the connection."""
    accepts = peering.connection.get("auto_accept")
    if peering.accepters or peering.loose_accepters:
        return
    if accepts is not None and accepts.truth is not False:
        return
    yield "an accepter"


def wrong_accepter(peering: Peering) -> Iterator[Problem]:
    """Accepters that do not accept, and accepting by the side that cannot."""
    yield from _wrong_auto_accept(peering)
    connection, there = peering.connection, peering.accepter
    for accepter in peering.accepters:
        accepts = accepter.get("auto_accept")
        if (accepts is None or accepts.truth is False) and not _accepts_itself(peering):
            yield Problem(
                f"{accepter.block_address} does not accept {connection.block_address}",
                accepts.where if accepts is not None else accepter.where,
                "set auto_accept = true, else the connection stays pending until it expires",
            )
        for name, given, of_side, of_accepter in (
            ("peer_owner_id", "account", there.account, accepter.account),
            ("peer_region", "region", there.region, accepter.region),
        ):
            if not differ(of_side, of_accepter):
                continue
            stated = connection.get(name)
            if stated is None:
                yield Problem(
                    f"{connection.block_address} looks for its peer in {given} {of_side}, but "
                    f"{accepter.block_address} accepts in {of_accepter}",
                    connection.where,
                    f'set {name} = "{of_accepter}"',
                    (("accepter", accepter.where),),
                )
            else:
                yield Problem(
                    f"{accepter.block_address} accepts in {given} {of_accepter}, but "
                    f"{connection.block_address} goes to {of_side}",
                    accepter.where_of("provider", "region"),
                    f"use the provider of {given} {of_side}",
                    ((name, stated.where),),
                )


def _accepts_itself(peering: Peering) -> bool:
    accepts = peering.connection.get("auto_accept")
    return accepts is not None and accepts.truth is not False and peering.is_across is not True


def _wrong_auto_accept(peering: Peering) -> Iterator[Problem]:
    connection = peering.connection
    accepts = connection.get("auto_accept")
    if accepts is None or accepts.truth is not True:
        return
    region = connection.get("peer_region")
    if region is not None and region.text != "":
        why = "the provider refuses it together with peer_region"
    elif peering.is_across:
        why = "the VPCs are not in the same account and region"
    else:
        return
    yield Problem(
        f"{connection.block_address} cannot accept itself: {why}",
        connection.where_of("auto_accept"),
        "remove auto_accept and add an aws_vpc_peering_connection_accepter with the provider of "
        "the other side",
    )
