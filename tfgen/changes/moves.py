"""What `moved` and `removed` blocks say about addresses, as Terraform documents them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tfgen.changes.expressions import expression_text
from tfgen.errors import Location

if TYPE_CHECKING:
    from tfgen.program.model import Module

_MOST_STEPS = 20
"""Moves of one address that follow upon each other."""

KEYS = re.compile(r"\[[^]]*\]")
"""The keys of count and for_each in an address."""


@dataclass(frozen=True, slots=True)
class Move:
    """A ``moved`` block: addresses as they stand there, and the module that holds the block."""

    module: str
    source: str
    target: str
    where: Location

    def applied(self, address: str) -> str:
        """The address after this move."""
        source, target = (joined(self.module, one) for one in (self.source, self.target))
        if address == source:
            return target
        rest = address.removeprefix(source)
        if rest == address or rest[0] not in ".[":
            return address
        # Of a resource without keys only the one instance moves to a key.
        return address if rest[0] == "[" and target.endswith("]") else target + rest


def moves(root: Module) -> tuple[Move, ...]:
    """The ``moved`` blocks of a root and its modules."""
    return tuple(_moves(root))


def _moves(root: Module) -> Iterator[Move]:
    for module in root.everything():
        for view in module.top("moved"):
            ends = [view.attribute(name) for name in ("from", "to")]
            if all(ends):
                source, target = (expression_text(end.expression) for end in ends if end)
                yield Move(module.address, source, target, view.where)


def renamed(address: str, moved: tuple[Move, ...]) -> str:
    """The address that something has after all moves."""
    for _ in range(_MOST_STEPS):
        following = next((new for one in moved if (new := one.applied(address)) != address), None)
        if following is None:
            break
        address = following
    return address


def renamed_text(text: str, module: str, moved: tuple[Move, ...]) -> str:
    """An expression that stands in a module, with the addresses that it has after all moves.

    ``module`` is the module's address without keys.
    """
    for one in moved:
        if KEYS.sub("", one.module) == module:
            pattern = rf"(?<![\w.-]){re.escape(one.source)}(?![\w-])"
            text = re.sub(pattern, one.target.replace("\\", r"\\"), text)
    return text


def forgotten(root: Module) -> frozenset[str]:
    """The addresses that ``removed`` blocks take out of the state without destroying anything."""
    found = set()
    for module in root.everything():
        for view in module.top("removed"):
            source = view.attribute("from")
            lifecycle = view.block("lifecycle")
            destroy = lifecycle.get("destroy") if lifecycle else None
            if source is not None and destroy is not None and destroy.truth is False:
                found.add(joined(module.address, expression_text(source.expression)))
    return frozenset(found)


def is_forgotten(address: str, addresses: frozenset[str]) -> bool:
    """Whether an address is among those, or below one of them."""
    return any(address == one or address.startswith((f"{one}.", f"{one}[")) for one in addresses)


def joined(module: str, address: str) -> str:
    """The address of something in a module; the root's own is ""."""
    return f"{module}.{address}" if module else address
