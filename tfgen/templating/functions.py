"""The functions templates may call, computed at render time so that reviewers read literals.

``cidrsubnet``, ``cidrhost`` and ``cidrnetmask`` give what Terraform's functions of these names give
(hashicorp/go-cidr). Four inputs that Terraform takes without saying what it made of them are
refused: a negative network number, negative new bits, numbers with leading zeros in an address,
and IPv4 addresses written as IPv6 (``::ffff:10.0.0.0``).
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Callable, Mapping

from tfgen.templating.misuse import MisuseError

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_MAPPED_IPV4 = ipaddress.IPv6Network("::ffff:0:0/96")
_SHA1_LENGTH = 40


def cidrsubnet(prefix: str, newbits: int, netnum: int) -> str:
    """The subnet number ``netnum`` of ``prefix``, ``newbits`` longer: ("10.0.0.0/16", 8, 2)."""
    network = _network("cidrsubnet", prefix)
    _integer("cidrsubnet", "newbits", newbits)
    _integer("cidrsubnet", "netnum", netnum)
    if newbits < 0:
        raise MisuseError(f"cidrsubnet: newbits must not be negative, got {newbits}")
    length = network.prefixlen + newbits
    if length > network.max_prefixlen:
        raise MisuseError(
            f"cidrsubnet: {prefix} has no room for {newbits} more bits: "
            f"/{length} is beyond /{network.max_prefixlen}"
        )
    if not 0 <= netnum < 1 << newbits:
        raise MisuseError(
            f"cidrsubnet: {newbits} more bits give {1 << newbits} subnets of {prefix}, "
            f"numbered from 0: there is no number {netnum}"
        )
    start = int(network.network_address) + (netnum << network.max_prefixlen - length)
    return f"{_address('cidrsubnet', network, start)}/{length}"


def cidrhost(prefix: str, hostnum: int) -> str:
    """The address number ``hostnum`` in ``prefix``; a negative number counts from the end."""
    network = _network("cidrhost", prefix)
    _integer("cidrhost", "hostnum", hostnum)
    index = hostnum if hostnum >= 0 else network.num_addresses + hostnum
    if not 0 <= index < network.num_addresses:
        raise MisuseError(
            f"cidrhost: {prefix} has {network.num_addresses} addresses: "
            f"there is no number {hostnum}"
        )
    return _address("cidrhost", network, int(network.network_address) + index)


def cidrnetmask(prefix: str) -> str:
    """The netmask of an IPv4 prefix: "255.240.0.0" for "10.0.0.0/12"."""
    network = _network("cidrnetmask", prefix)
    if network.version != 4:
        raise MisuseError(f"cidrnetmask: {prefix} is IPv6, which has no netmasks")
    return str(network.netmask)


def merge(*maps: Mapping[str, object]) -> dict[str, object]:
    """One map with the keys of all; of a key given twice the last counts. Nested maps replace."""
    merged: dict[str, object] = {}
    for index, one in enumerate(maps, start=1):
        if not isinstance(one, Mapping):
            raise MisuseError(f"merge: argument {index} is {_shown(one)}, not a map")
        merged.update(one)
    return merged


def short_hash(text: str, length: int = 8) -> str:
    """The first ``length`` hexadecimal digits of the SHA-1 of ``text``: a stable short suffix."""
    if not isinstance(text, str):
        raise MisuseError(f"short_hash: the text is {_shown(text)}, not a string")
    _integer("short_hash", "length", length)
    if not 1 <= length <= _SHA1_LENGTH:
        raise MisuseError(f"short_hash: length must be from 1 to {_SHA1_LENGTH}, got {length}")
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:length]


FUNCTIONS: Mapping[str, Callable[..., object]] = {
    "cidrhost": cidrhost,
    "cidrnetmask": cidrnetmask,
    "cidrsubnet": cidrsubnet,
    "merge": merge,
    "short_hash": short_hash,
}
"""Every function by the name templates call it."""


def _network(function: str, prefix: object) -> Network:
    """Parse a prefix as Terraform does: bits after the prefix are dropped, not refused."""
    if not isinstance(prefix, str):
        raise MisuseError(
            f'{function}: the prefix is {_shown(prefix)}, not a string such as "10.0.0.0/16"'
        )
    address, slash, length = prefix.partition("/")
    if not (slash and length.isascii() and length.isdigit()):
        raise _bad_prefix(function, prefix)
    try:
        network = ipaddress.ip_network(f"{address}/{int(length)}", strict=False)
    except ValueError:
        raise _bad_prefix(function, prefix) from None
    if "%" in address or (network.version == 6 and ipaddress.IPv6Address(address) in _MAPPED_IPV4):
        raise _bad_prefix(function, prefix)
    return network


def _bad_prefix(function: str, prefix: str) -> MisuseError:
    return MisuseError(
        f"{function}: {_shown(prefix)} is not a network prefix",
        "write an address, a slash and the number of bits, such as 10.0.0.0/16",
    )


def _address(function: str, network: Network, number: int) -> str:
    if network.version == 4:
        return str(ipaddress.IPv4Address(number))
    address = ipaddress.IPv6Address(number)
    if address in _MAPPED_IPV4:
        raise MisuseError(f"{function}: the result would be an IPv4 address written as IPv6")
    return str(address)


def _integer(function: str, name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise MisuseError(f"{function}: {name} must be a whole number, got {_shown(value)}")


def _shown(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, Mapping):
        return "a map"
    return "a list" if isinstance(value, (list, tuple)) else str(value)
