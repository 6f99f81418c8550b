"""What names an environment in its values, replaced, so that environments can be compared."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from tfgen.changes.nodes import Leaf, at
from tfgen.program.resources import account_of

if TYPE_CHECKING:
    from tfgen.changes.snapshot import Snapshot
    from tfgen.program.model import Program

ENVIRONMENT: Final = "{environment}"
ACCOUNT: Final = "{account}"
NETWORK: Final = "{network}"
_ADDRESS: Final = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(/\d{1,2})?(?![\d.])")


@dataclass(frozen=True, slots=True)
class Mask:
    """What is particular to one environment: its name, its account ids, its networks."""

    environment: str
    accounts: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()

    def named(self, text: str) -> str:
        """The text without the environment's name and account ids."""
        for account in self.accounts:
            text = text.replace(account, ACCOUNT)
        if not self.environment or self.environment not in text:
            return text
        return _word(self.environment).sub(ENVIRONMENT, text)

    def levelled(self, text: str) -> str:
        """The text without names and account ids, addresses by their place in the network."""
        text = self.named(text)
        return _ADDRESS.sub(self._in_network, text) if "." in text else text

    def _in_network(self, found: re.Match[str]) -> str:
        try:
            address = ipaddress.IPv4Address(found[1])
        except ValueError:
            return found[0]
        for network in map(ipaddress.IPv4Network, self.networks):
            if address in network:
                offset = ipaddress.IPv4Address(int(address) - int(network.network_address))
                return f"{NETWORK}+{offset}{found[2] or ''}"
        return found[0]


@lru_cache(maxsize=256)
def _word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])")


def mask_of(environment: str, program: Program, items: Snapshot) -> Mask:
    """The mask of an environment, from its providers and VPCs."""
    return Mask(
        environment,
        tuple(dict.fromkeys(_accounts(program))),
        tuple(dict.fromkeys(_networks(items))),
    )


def _accounts(program: Program) -> Iterator[str]:
    for root in program.roots:
        for view in root.top("provider"):
            account = account_of(view) if view.get("alias") is None else None
            if account:
                yield account


def _networks(items: Snapshot) -> Iterator[str]:
    for item in items.values():
        block = at(item.body, "cidr_block") if item.type == "aws_vpc" else None
        if isinstance(block, Leaf) and block.known and _is_network(block.key):
            yield block.key


def _is_network(text: str) -> bool:
    try:
        ipaddress.IPv4Network(text)
    except ValueError:
        return False
    return True
