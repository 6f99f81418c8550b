"""Terraform's functions about networks: ``cidrsubnet``, ``cidrhost`` and ``cidrnetmask``.

They give what Terraform's functions of these names give (hashicorp/go-cidr). Four inputs that
Terraform takes without saying what it made of them are refused: a negative network number, negative
new bits, numbers with leading zeros in an address, and IPv4 addresses written as IPv6
(``::ffff:10.0.0.0``).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping

from tfgen.misuse import MisuseError

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_MAPPED_IPV4 = ipaddress.IPv6Network("::ffff:0:0/96")


def cidrsubnet(prefix: str, newbits: int, netnum: int) -> str:
    """The subnet number ``netnum`` of ``prefix``, ``newbits`` longer: ("10.0.0.0/16", 8, 2)."""
    network = _network("cidrsubnet", prefix)
    whole_number("cidrsubnet", "newbits", newbits)
    whole_number("cidrsubnet", "netnum", netnum)
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
    whole_number("cidrhost", "hostnum", hostnum)
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


def _network(function: str, prefix: object) -> Network:
    """Parse a prefix as Terraform does: bits after the prefix are dropped, not refused."""
    if not isinstance(prefix, str):
        raise MisuseError(
            f'{function}: the prefix is {shown(prefix)}, not a string such as "10.0.0.0/16"'
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
        f"{function}: {shown(prefix)} is not a network prefix",
        "write an address, a slash and the number of bits, such as 10.0.0.0/16",
    )


def _address(function: str, network: Network, number: int) -> str:
    if network.version == 4:
        return str(ipaddress.IPv4Address(number))
    address = ipaddress.IPv6Address(number)
    if address in _MAPPED_IPV4:
        raise MisuseError(f"{function}: the result would be an IPv4 address written as IPv6")
    return str(address)


def whole_number(function: str, name: str, value: object) -> None:
    """Refuse what is no whole number as the argument ``name`` of a function."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise MisuseError(f"{function}: {name} must be a whole number, got {shown(value)}")


def shown(value: object) -> str:
    """A value as a message shows it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, Mapping):
        return "a map"
    return "a list" if isinstance(value, (list, tuple)) else str(value)
