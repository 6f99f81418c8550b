"""Terraform's functions that encode or hash text, and those on IP networks."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import urllib.parse
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from tfgen import networks
from tfgen.misuse import MisuseError
from tfgen.program.functions_arguments import (
    CannotFoldError,
    Function,
    known,
    text_of,
    texts,
    whole_of,
)
from tfgen.program.values import Value

_MAX_NEW_BITS = 32
_MAX_SUBNETS = 1000


def _of_bytes(function: Callable[[bytes], str]) -> Function:
    """A function on the UTF-8 form of a text."""

    def call(arguments: Sequence[Value], here: Value) -> Value:
        (text,) = arguments
        return known(here, function(text_of(text).encode()))

    return call


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _base64decode(data: bytes) -> str:
    """The decoded text. Line breaks and other spellings that some decoders take are refused."""
    decoded = base64.b64decode(data, validate=True)
    if base64.b64encode(decoded) != data:
        raise CannotFoldError
    return decoded.decode()


def _of_prefix(function: Callable[..., str], numbers: int) -> Function:
    def call(arguments: Sequence[Value], here: Value) -> Value:
        prefix, *others = arguments
        if len(others) != numbers:
            raise CannotFoldError
        wholes = map(whole_of, others)
        try:
            return known(here, function(text_of(prefix), *wholes))
        except MisuseError:
            raise CannotFoldError from None

    return call


def _cidrsubnets(arguments: Sequence[Value], here: Value) -> Value:
    """Subnets of the given lengths one behind the other, each at a multiple of its size."""
    prefix, *others = arguments
    text, bits = text_of(prefix), [whole_of(other) for other in others]
    if len(bits) > _MAX_SUBNETS or any(not 1 <= new <= _MAX_NEW_BITS for new in bits):
        raise CannotFoldError
    try:
        network = ipaddress.ip_network(networks.cidrsubnet(text, 0, 0))
        if not int(network.network_address):
            raise CannotFoldError  # Terraform finds no room in 0.0.0.0/8 or ::/8
        found: list[str] = []
        position = 0
        for new in bits:
            size = network.num_addresses >> new
            number = -(-position // size) if size else 0
            found.append(networks.cidrsubnet(text, new, number))
            position = (number + 1) * size
    except MisuseError:
        raise CannotFoldError from None
    return texts(here, found)


ENCODING: Final[Mapping[str, Function]] = {
    "base64decode": _of_bytes(_base64decode),
    "base64encode": _of_bytes(_base64),
    "base64sha256": _of_bytes(lambda data: _base64(hashlib.sha256(data).digest())),
    "base64sha512": _of_bytes(lambda data: _base64(hashlib.sha512(data).digest())),
    "cidrhost": _of_prefix(networks.cidrhost, 1),
    "cidrnetmask": _of_prefix(networks.cidrnetmask, 0),
    "cidrsubnet": _of_prefix(networks.cidrsubnet, 2),
    "cidrsubnets": _cidrsubnets,
    "md5": _of_bytes(lambda data: hashlib.md5(data, usedforsecurity=False).hexdigest()),
    "sha1": _of_bytes(lambda data: hashlib.sha1(data, usedforsecurity=False).hexdigest()),
    "sha256": _of_bytes(lambda data: hashlib.sha256(data).hexdigest()),
    "sha512": _of_bytes(lambda data: hashlib.sha512(data).hexdigest()),
    "urlencode": _of_bytes(urllib.parse.quote_plus),
}
