"""Another environment out of one that exists: what must differ is derived or left open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Any

from tfgen.config.nodes import Document
from tfgen.config.placeholders import PLACEHOLDER
from tfgen.errors import Location, Problem, TfgenError
from tfgen.json_positions import KeyPath
from tfgen.starter.edit import replace_scalars, replace_values

_OWN: tuple[KeyPath, ...] = (
    ("account_id",),
    ("network", "cidr"),
    ("dns", "domain"),
    ("dns", "zone"),
    ("dns", "zone_id"),
)
"""What no two environments share."""
_PEERS: KeyPath = ("deployment", "peer_account_ids")
# The ranges for private use, RFC 1918.
_PRIVATE = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))


@dataclass(frozen=True, slots=True)
class Source:
    """The environment to start from: its name, file as shown and text, and its merged document."""

    name: str
    file: str
    text: str
    document: Document


def new_environment(
    source: Source, name: str, taken: Iterable[IPv4Network], account: str | None
) -> str:
    """The YAML of the environment ``name``, made of that of ``source`` with its comments.

    - The account is ``account``, else open; so is the id of the hosted zone.
    - The network is the next one of the same size that overlaps none of ``taken``; subnets that
      are listed move with it.
    - The hosted zone carries the new name where it carried the old one, else one more label, and
      the names in it follow.
    - There are no peers yet.

    TfgenError where the source has one of these values in a file that others extend, too.
    """
    shared = list(_shared(source))
    if shared:
        raise TfgenError(shared)
    data = source.document.value
    old_network = _network(value_at(data, ("network", "cidr")))
    network = next_network(old_network, taken) if old_network else None
    zone = value_at(data, ("dns", "zone"))
    new_zone = _renamed(zone, source.name, name) if isinstance(zone, str) else ""

    def new_value(path: KeyPath, value: str) -> str | None:
        if path == ("account_id",):
            return account or PLACEHOLDER
        if path == ("dns", "zone_id"):
            return PLACEHOLDER
        if old_network and (inside := _network(value)) and inside.subnet_of(old_network):
            return str(_moved(inside, old_network, network)) if network else PLACEHOLDER
        if zone and value.endswith(zone) and value.removesuffix(zone)[-1:] in ("", "."):
            return value.removesuffix(zone) + new_zone
        return None

    text = replace_scalars(source.text, new_value)
    text = replace_values(text, {_PEERS: "[]"})
    # The first comment says which environment this is: "# dev: small, cheap".
    return re.sub(rf"^# {re.escape(source.name)}\b", f"# {name}", text, flags=re.MULTILINE)


def next_network(old: IPv4Network, taken: Iterable[IPv4Network]) -> IPv4Network | None:
    """The next network of the size of ``old`` that overlaps none of ``taken``, or None.

    From ``old`` upwards in the private range it lies in, then from the start of that range.
    """
    used = (*taken, old)
    private = next((one for one in _PRIVATE if old.subnet_of(one)), None)
    if private is None:
        return None
    count = 1 << (old.prefixlen - private.prefixlen)
    start = (int(old.network_address) - int(private.network_address)) // old.num_addresses
    for step in range(1, count):
        number = (start + step) % count
        address = int(private.network_address) + number * old.num_addresses
        candidate = IPv4Network((address, old.prefixlen))
        if not any(candidate.overlaps(one) for one in used):
            return candidate
    return None


def networks(documents: Iterable[Document]) -> Iterator[IPv4Network]:
    """The networks of environments, as far as they are filled in."""
    for document in documents:
        network = _network(value_at(document.value, ("network", "cidr")))
        if network is not None:
            yield network


def _shared(source: Source) -> Iterator[Problem]:
    """A problem for each value of its own that the source takes from another file."""
    for path in _OWN:
        where = source.document.positions.get(path)
        if where is not None and where.file != source.file:
            yield Problem(
                f"{'.'.join(map(str, path))} stands in a file that environments share, and no two "
                "can have the same",
                where,
                f"write it into {source.file}",
                (("taken in by", Location(source.file)),),
            )


def _renamed(zone: str, old: str, new: str) -> str:
    """A host name whose label ``old`` is ``new``; with one more label where none is called so."""
    labels = zone.split(".")
    if old not in labels:
        return f"{new}.{zone}"
    return ".".join(new if label == old else label for label in labels)


def _moved(inside: IPv4Network, old: IPv4Network, new: IPv4Network) -> IPv4Network:
    """The same part of another network of the same size."""
    offset = int(inside.network_address) - int(old.network_address)
    return IPv4Network((int(new.network_address) + offset, inside.prefixlen))


def _network(value: Any) -> IPv4Network | None:
    if not isinstance(value, str) or "/" not in value:
        return None
    try:
        return IPv4Network(value)
    except ValueError:
        return None


def value_at(data: Any, path: KeyPath) -> Any:
    """The value at a path of keys, or None."""
    for key in path:
        if not isinstance(data, Mapping) or key not in data:
            return None
        data = data[key]
    return data
