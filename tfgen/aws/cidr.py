"""CIDR blocks in values: read, compared, and how much of the internet they hold."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from tfgen.program.values import Value

Network: TypeAlias = IPv4Network | IPv6Network

_OPEN_PREFIX: Final = {4: 7, 6: 3}
"""Longest prefix, by IP version, that holds a good part of the public addresses. No private range
is that wide: the widest are 10.0.0.0/8 (RFC 1918) and fc00::/7 (RFC 4193)."""


def network(value: Value | None) -> Network | None:
    """The block that ``value`` is known to name, host bits cleared; None for anything else."""
    text = value.text if value is not None else None
    return None if text is None else _parsed(text)


@lru_cache(maxsize=10_000)
def _parsed(text: str) -> Network | None:
    try:
        return ip_network(text.strip(), strict=False)
    except ValueError:
        return None


def networks(values: Iterable[Value]) -> tuple[Network, ...]:
    """The blocks that ``values`` are known to name."""
    return tuple(found for value in values if (found := network(value)) is not None)


def is_everyone(block: Network) -> bool:
    """Whether ``block`` holds the internet, or so much of it that it comes to the same."""
    return block.prefixlen <= _OPEN_PREFIX[block.version]


def overlap(one: Network, other: Network) -> bool:
    """Whether both blocks hold a common address."""
    return one.version == other.version and one.overlaps(other)


def is_within(inner: Network, outer: Network) -> bool:
    """Whether ``outer`` holds all of ``inner``."""
    if isinstance(inner, IPv4Network):
        return isinstance(outer, IPv4Network) and inner.subnet_of(outer)
    return isinstance(outer, IPv6Network) and inner.subnet_of(outer)


def is_covered(block: Network, by: Iterable[Network]) -> bool:
    """Whether ``by`` together hold all of ``block``."""
    found = tuple(by)
    if isinstance(block, IPv4Network):
        merged: Iterable[Network] = collapse_addresses(
            item for item in found if isinstance(item, IPv4Network)
        )
    else:
        merged = collapse_addresses(item for item in found if isinstance(item, IPv6Network))
    return any(is_within(block, item) for item in merged)
