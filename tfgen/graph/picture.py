"""What a picture shows: boxes in boxes and the edges between them, before anything has a place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal[
    "account",
    "balancer",
    "bucket",
    "compute",
    "database",
    "group",
    "outside",
    "registry",
    "role",
    "subnet",
    "vpc",
    "zone",
]
EdgeKind: TypeAlias = Literal["assume", "flow", "image", "peering"]
Arrange: TypeAlias = Literal["column", "row", "tiers"]

MEANINGS: Final[dict[EdgeKind, str]] = {
    "flow": "network flow with its port (TCP unless it says otherwise)",
    "assume": "may assume the role",
    "image": "image of the tasks",
    "peering": "peered networks, with the ports that are open across",
}
"""What each kind of edge says, for the legend."""


@dataclass(frozen=True, slots=True)
class Box:
    """A thing or a frame around things.

    ``name`` is unique in the picture. A frame without ``title`` only keeps its children together.
    ``arrange`` says how children stand: below each other, beside each other, or as columns whose
    children of the same ``tier`` stand at the same height.
    """

    name: str
    kind: Kind
    title: str
    lines: tuple[str, ...] = ()
    children: tuple[Box, ...] = ()
    arrange: Arrange = "column"
    tier: int = 0

    def walk(self) -> Iterator[Box]:
        """This box and all in it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from one box to another; ``two_way`` has an arrow at both ends."""

    source: str
    target: str
    label: str
    kind: EdgeKind
    two_way: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """Rows of boxes from top to bottom, and edges. ``description`` is for who cannot see it."""

    title: str
    description: str
    rows: tuple[tuple[Box, ...], ...]
    edges: tuple[Edge, ...]

    def boxes(self) -> Iterator[Box]:
        """Every box, outer before inner."""
        for row in self.rows:
            for box in row:
                yield from box.walk()
