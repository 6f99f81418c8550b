"""The connections of a peering stack: between which environments, and what may pass."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from ipaddress import IPv4Network
from typing import TYPE_CHECKING, Any

from tfgen.config.checks.others import differences, environment_named
from tfgen.config.checks.values import place, related, value
from tfgen.errors import Location, Problem

if TYPE_CHECKING:
    from tfgen.config.environment import Environment

Peers = dict[str, "Environment"]


def check_connections(environment: Environment) -> Iterator[Problem]:
    """Each connection joins two environments that can be joined, and each pair once.

    Amazon VPC peering guide, "VPC peering limitations": no two connections between the same VPCs,
    none between VPCs whose ranges overlap. A route table sends a range to one target, so two peers
    of one environment must not overlap either.
    """
    connections = value(environment, "connections") or ()
    pairs: dict[frozenset[str], Location | None] = {}
    names: dict[str, Location | None] = {}
    known: Peers = {}
    for index, connection in enumerate(connections):
        where = place(environment, "connections", index)
        peers = yield from _peers(environment, index, connection)
        yield from _check_flows(environment, index, connection)
        if len(peers) < 2:
            continue
        for side, (name, peer) in zip(("requester", "accepter"), peers.items(), strict=True):
            if name not in known:
                at = place(environment, "connections", index, side)
                yield from differences(environment, name, peer, at)
        known |= peers
        pair = frozenset(peers)
        if pair in pairs:
            yield Problem(
                f"{' and '.join(peers)} have a connection already",
                where,
                "put the flows of both into one",
                related(first=pairs[pair]),
            )
            continue
        pairs[pair] = where
        called = "-to-".join(peers)
        if called in names:
            yield Problem(
                f"another connection is called {called}, too",
                where,
                "let the other side ask for this one",
                related(first=names[called]),
            )
        names.setdefault(called, where)
        yield from _check_pair(environment, index, peers)
    yield from _check_common_peers(known, pairs)
    for index, name in enumerate(value(environment, "former_peers") or ()):
        where = place(environment, "former_peers", index)
        found = environment_named(environment, name, where)
        if isinstance(found, Problem):
            yield found
        elif name not in known:
            yield from differences(environment, name, found, where)


def _peers(
    environment: Environment, index: int, connection: Mapping[str, Any]
) -> Generator[Problem, None, Peers]:
    """The environments of a connection by name, as far as there are any."""
    peers: Peers = {}
    for side in ("requester", "accepter"):
        name = connection[side]
        where = place(environment, "connections", index, side)
        if name in peers:
            yield Problem(f"{name} cannot be peered with itself", where)
            return peers
        found = environment_named(environment, name, where)
        if isinstance(found, Problem):
            yield found
        else:
            peers[name] = found
    return peers


def _check_pair(environment: Environment, index: int, peers: Peers) -> Iterator[Problem]:
    (name, one), (other_name, other) = peers.items()
    where = place(environment, "connections", index, "accepter")
    if _overlap(one, other):
        yield Problem(
            f"the networks of {name} ({value(one, 'network', 'cidr')}) and {other_name} "
            f"({value(other, 'network', 'cidr')}) overlap",
            where,
            "give one of them another network.cidr",
            _cidrs(peers),
        )
    for here, there in ((name, other_name), (other_name, name)):
        account = value(peers[there], "account_id")
        if account not in (value(peers[here], "deployment", "peer_account_ids") or ()):
            yield Problem(
                f"the deployment role of {here} may not peer with the account {account} of {there}",
                where,
                f'add "{account}" to deployment.peer_account_ids of {here}, and apply its '
                "bootstrap root",
                related(environment=Location(peers[here].file)),
            )


def _check_common_peers(
    known: Peers, pairs: Mapping[frozenset[str], Location | None]
) -> Iterator[Problem]:
    """Environments that are not joined themselves but have a peer in common."""
    for middle in known:
        around = sorted({*(name for pair in pairs if middle in pair for name in pair)} - {middle})
        for index, first in enumerate(around):
            for second in around[index + 1 :]:
                both = {first: known[first], second: known[second]}
                if frozenset(both) not in pairs and _overlap(known[first], known[second]):
                    yield Problem(
                        f"the networks of {first} and {second}, both peers of {middle}, overlap: "
                        f"{middle} could reach only one of them",
                        pairs[frozenset((middle, second))],
                        "give one of them another network.cidr",
                        _cidrs(both),
                    )


def _overlap(one: Environment, other: Environment) -> bool:
    first, second = value(one, "network", "cidr"), value(other, "network", "cidr")
    return IPv4Network(first).overlaps(IPv4Network(second))


def _cidrs(peers: Peers) -> tuple[tuple[str, Location], ...]:
    places = ((name, place(peer, "network", "cidr")) for name, peer in peers.items())
    return tuple((name, where) for name, where in places if where is not None)


def _check_flows(
    environment: Environment, index: int, connection: Mapping[str, Any]
) -> Iterator[Problem]:
    """Flows go from one side to the other, and none stands there twice."""
    sides = (connection["requester"], connection["accepter"])
    names: dict[str, Location | None] = {}
    rules: dict[tuple[str, int], Location | None] = {}
    for number, flow in enumerate(connection["flows"]):
        path = ("connections", index, "flows", number)
        ends_meet = True
        for end in ("from", "to"):
            if flow[end] not in sides:
                ends_meet = False
                yield Problem(
                    f"{flow[end]} is no side of this connection",
                    place(environment, *path, end),
                    f"it joins {sides[0]} and {sides[1]}",
                )
        if ends_meet and flow["from"] == flow["to"]:
            yield Problem(
                f"the flow {flow['name']} stays in {flow['to']}",
                place(environment, *path, "to"),
                "a flow goes from one side to the other",
            )
        where = place(environment, *path, "name")
        if flow["name"] in names:
            yield Problem(
                f"the connection has a flow {flow['name']} already",
                where,
                related=related(first=names[flow["name"]]),
            )
        names.setdefault(flow["name"], where)
        rule = (flow["from"], flow["port"])
        where = place(environment, *path, "port")
        if rule in rules:
            yield Problem(
                f"port {flow['port']} from {flow['from']} is open by another flow already",
                where,
                related=related(first=rules[rule]),
            )
        rules.setdefault(rule, where)
