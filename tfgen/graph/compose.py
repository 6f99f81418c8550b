"""Program -> picture: which boxes there are, which edges join them, and what is left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from math import ceil, sqrt
from typing import Final

from tfgen.aws.accounts import own_account
from tfgen.aws.ecs import task_of
from tfgen.aws.images import images
from tfgen.aws.peering import CONNECTION
from tfgen.graph.accounts import Account, account_box, accounts
from tfgen.graph.assumed import Trust, trusts
from tfgen.graph.flows import INTERNET, Flows, Open
from tfgen.graph.inventory import Inventory, Node, account_key
from tfgen.graph.picture import Box, Edge, Picture
from tfgen.graph.words import short, slug, text_of
from tfgen.program.model import Program, Resource
from tfgen.words import counted

_BESIDE: Final = 4
"""Accounts beside each other in a row, before rows are made as long as there are rows."""


class Names:
    """An id for every resource: its root and address, in letters that every format takes."""

    def __init__(self) -> None:
        self._names: dict[int, str] = {}
        self._taken: set[str] = set()

    def __call__(self, resource: Resource) -> str:
        """The id of a resource, always the same."""
        if id(resource) not in self._names:
            wanted = slug(f"{resource.module.root.folder} {resource.address}")
            self._names[id(resource)] = self.free(wanted)
        return self._names[id(resource)]

    def free(self, wanted: str) -> str:
        """An id that nothing else has."""
        found, number = wanted, 1
        while found in self._taken:
            number += 1
            found = f"{wanted}_{number}"
        self._taken.add(found)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class _Peering:
    requester: Resource | None
    accepter: Resource | None
    connection: Resource


def picture(
    program: Program,
    title: str,
    focus: Collection[str] | None = None,
    *,
    full: bool | None = None,
) -> Picture:
    """The picture of a program.

    ``focus`` are folders of roots: what they build is shown, and of everything else what is joined
    to it. None shows everything. ``full`` shows zones, subnets and every role; unless it is given,
    that is so for accounts that a root in focus works in alone.
    """
    inventory = Inventory(program)
    name = Names()
    known = trusts(inventory)
    peerings = tuple(_peerings(inventory))
    peered = [one for peer in peerings for one in (peer.requester, peer.accepter) if one]
    every = [one for one in accounts(inventory, known, peered) if not one.is_empty]
    centre = _focused(inventory, focus)
    alone = {
        own_account(root) or f"?{root.environment}"
        for root in program.roots
        if focus is not None and root.folder in focus
    }
    detailed = {
        one.key: full if full is not None else focus is not None and one.key in alone
        for one in every
    }
    boxes = {one.key: account_box(one, inventory, name, full=detailed[one.key]) for one in every}
    outside: dict[str, Box] = {}
    edges = [
        *_assume_edges(known, name),
        *_image_edges(inventory, name, detailed),
        *_flow_edges(inventory, name, outside, detailed),
        *_peering_edges(inventory, peerings, name, outside),
    ]
    shown = _kept(boxes, outside, edges, None if focus is None else centre)
    names = {box.name for one in (*shown.boxes.values(), *shown.outside) for box in one.walk()}
    edges = [edge for edge in shown.edges if edge.source in names and edge.target in names]
    rows = _rows([one for one in every if one.key in shown.boxes], shown, centre, focus)
    return Picture(title, _description(every, shown, edges), rows, tuple(edges))


def _focused(inventory: Inventory, focus: Collection[str] | None) -> set[str]:
    """The accounts in which roots in focus build something."""
    return {
        account_key(resource)
        for root in inventory.roots
        if focus is None or root.folder in focus
        for resource in root.find()
    }


def _peerings(inventory: Inventory) -> Iterator[_Peering]:
    for connection in inventory.find(CONNECTION):
        sides = []
        for argument in ("vpc_id", "peer_vpc_id"):
            value = connection.get(argument)
            resource = None if value is None else value.resource
            is_vpc = resource is not None and resource.type in ("aws_vpc", "aws_default_vpc")
            sides.append(inventory.same(resource) if resource is not None and is_vpc else None)
        yield _Peering(sides[0], sides[1], connection)


# Edges


def _assume_edges(known: Iterable[Trust], name: Names) -> Iterator[Edge]:
    for trust in known:
        for caller in trust.callers:
            yield Edge(name(caller), name(trust.role), "", "assume")


def _image_edges(inventory: Inventory, name: Names, detailed: dict[str, bool]) -> Iterator[Edge]:
    """From repositories to the services that run their images.

    In a network that is not shown in detail, from the registry to the network.
    """
    repositories = {
        (account_key(one), text_of(one.get("name"))): one
        for one in inventory.find("aws_ecr_repository")
    }
    tasks: dict[Resource, list[Node]] = {}
    for node in inventory.nodes:
        task = task_of(node.resource) if node.resource.type == "aws_ecs_service" else None
        if task is not None:
            tasks.setdefault(task, []).append(node)
    found: dict[Edge, None] = {}
    for root in inventory.roots:
        for use in images(root):
            key = (use.image.account or "", use.image.repository or "")
            repository = repositories.get(key)
            for node in tasks.get(use.owner, ()) if repository is not None else ():
                if repository is None:
                    continue
                source, target = name(repository), name(node.resource)
                if not detailed[account_key(node.resource)] and node.vpc is not None:
                    source = f"account_{slug(key[0])}_registry"
                    target = name(node.vpc)
                found[Edge(source, target, "", "image")] = None
    return iter(found)


def _flow_edges(
    inventory: Inventory, name: Names, outside: dict[str, Box], detailed: dict[str, bool]
) -> Iterator[Edge]:
    """Flows between things; to the outside, from a network that is not shown in detail."""
    flows = Flows(inventory)
    lifted: dict[tuple[str, str], dict[Open, None]] = {}
    for flow in (*flows.outside(), *flows.inside()):
        source, target = (
            name(end.resource) if isinstance(end, Node) else _outside(end, outside)
            for end in (flow.source, flow.target)
        )
        caller = flow.source
        if (
            isinstance(caller, Node)
            and isinstance(flow.target, str)
            and caller.vpc is not None
            and not detailed[account_key(caller.resource)]
        ):
            lifted.setdefault((name(caller.vpc), target), {}).update(dict.fromkeys(flow.ports))
        else:
            yield Edge(source, target, _ports(flow.ports), "flow")
    for (source, target), ports in lifted.items():
        yield Edge(source, target, _ports(sorted(ports)), "flow")


def _outside(end: str, outside: dict[str, Box]) -> str:
    name = f"outside_{slug(end)}"
    title = "Internet" if end == INTERNET else end
    lines = () if end == INTERNET else ("outside of these networks",)
    outside.setdefault(name, Box(name, "outside", short(title), lines))
    return name


def _ports(ports: Iterable[Open]) -> str:
    return short(", ".join(map(str, ports)), 36)


def _peering_edges(
    inventory: Inventory, peerings: Iterable[_Peering], name: Names, outside: dict[str, Box]
) -> Iterator[Edge]:
    flows = Flows(inventory)
    for peering in peerings:
        source, target = (
            name(one) if one is not None else _unknown_peer(peering, argument, outside)
            for one, argument in (
                (peering.requester, "vpc_id"),
                (peering.accepter, "peer_vpc_id"),
            )
        )
        there: tuple[Open, ...] = ()
        back: tuple[Open, ...] = ()
        if peering.requester is not None and peering.accepter is not None:
            there = flows.across(peering.requester, peering.accepter)
            back = flows.across(peering.accepter, peering.requester)
        if back and not there:
            yield Edge(target, source, _ports(back), "peering")
        elif there and back:
            label = f"→ {_ports(there)}  ← {_ports(back)}"
            yield Edge(source, target, label, "peering", two_way=True)
        else:
            yield Edge(source, target, _ports(there), "peering", two_way=not there)


def _unknown_peer(peering: _Peering, argument: str, outside: dict[str, Box]) -> str:
    text = text_of(peering.connection.get(argument)) or "VPC not known"
    owner = text_of(peering.connection.get("peer_owner_id"))
    name = f"outside_{slug(peering.connection.address)}_{slug(argument)}"
    lines = (f"account {owner}",) if owner and argument == "peer_vpc_id" else ()
    outside.setdefault(name, Box(name, "outside", short(text), lines))
    return name


# What is shown, and where


@dataclass(frozen=True, slots=True)
class _Shown:
    boxes: dict[str, Box]
    outside: tuple[Box, ...]
    edges: tuple[Edge, ...]


def _kept(
    boxes: dict[str, Box],
    outside: dict[str, Box],
    edges: Iterable[Edge],
    centre: set[str] | None,
) -> _Shown:
    """All, or the accounts in the centre and what edges join to them."""
    drawn = list(dict.fromkeys(edges))
    if centre is None:
        return _Shown(boxes, tuple(outside.values()), tuple(drawn))
    inner = {box.name for key in boxes if key in centre for box in boxes[key].walk()}
    drawn = [edge for edge in drawn if edge.source in inner or edge.target in inner]
    ends = {end for edge in drawn for end in (edge.source, edge.target)}
    kept = {
        key: box if key in centre else pruned
        for key, box in boxes.items()
        for pruned in [_pruned(box, ends)]
        if key in centre or pruned is not None
    }
    return _Shown(
        {key: box for key, box in kept.items() if box is not None},
        tuple(box for name, box in outside.items() if name in ends),
        tuple(drawn),
    )


def _pruned(box: Box, ends: set[str]) -> Box | None:
    """The box with nothing in it but ends of edges and what is around them."""
    children = tuple(
        pruned for child in box.children for pruned in [_pruned(child, ends)] if pruned is not None
    )
    if not children and box.name not in ends:
        return None
    return replace(box, children=children)


def _rows(
    every: list[Account], shown: _Shown, centre: set[str], focus: Collection[str] | None
) -> tuple[tuple[Box, ...], ...]:
    """The world, then networks, then their peers and the accounts without networks.

    Where no network is in the centre, accounts without networks are.
    """
    without = [one for one in every if not one.vpcs and not one.nodes]
    networks = [one for one in every if one not in without]
    main = [one for one in networks if focus is None or one.key in centre]
    peers = [one for one in networks if one not in main]
    rows = [list(shown.outside)]
    for some in (main, [*without, *peers]) if main else (without, peers):
        size = len(some) if len(some) <= _BESIDE else ceil(sqrt(len(some)))
        rows += (
            [shown.boxes[one.key] for one in some[start : start + size]]
            for start in range(0, len(some), max(size, 1))
        )
    return tuple(tuple(row) for row in rows if row)


def _description(every: Iterable[Account], shown: _Shown, edges: Iterable[Edge]) -> str:
    """The picture in sentences."""
    titles = {
        box.name: box.title for one in (*shown.boxes.values(), *shown.outside) for box in one.walk()
    }
    parts = []
    for account in every:
        if account.key in shown.boxes:
            box = shown.boxes[account.key]
            inside = [one for one in box.walk() if one.title and one is not box]
            networks = [f"{one.title} {one.lines[0]}" for one in inside if one.kind == "vpc"]
            parts.append(f"{box.title}: {'; '.join(networks) or counted(len(inside), 'thing')}.")
    verbs = {
        "flow": "may reach",
        "assume": "may assume",
        "image": "gives images to",
        "peering": "is peered with",
    }
    for edge in edges:
        label = f" ({edge.label})" if edge.label else ""
        parts.append(f"{titles[edge.source]} {verbs[edge.kind]} {titles[edge.target]}{label}.")
    return " ".join(parts)
