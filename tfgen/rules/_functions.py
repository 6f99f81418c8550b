"""The functions of Terraform 1.11 and how many arguments each takes.

``terraform metadata functions`` prints them. Where a function that takes any number refuses to
run with fewer or more, the number is the one it asks for.
"""

from __future__ import annotations

from typing import Final

_EXACTLY: Final = {
    0: "plantimestamp timestamp uuid",
    1: "abs abspath alltrue anytrue base64decode base64encode base64gzip base64sha256 base64sha512 "
    "basename can ceil chomp cidrnetmask compact csvdecode dirname distinct ephemeralasnull file "
    "filebase64 filebase64sha256 filebase64sha512 fileexists filemd5 filesha1 filesha256 "
    "filesha512 flatten floor issensitive jsondecode jsonencode keys length lower md5 nonsensitive "
    "one pathexpand reverse sensitive sha1 sha256 sha512 signum sort strrev sum title tobool "
    "tolist tomap tonumber toset tostring transpose trimspace upper urlencode values yamldecode "
    "yamlencode",
    2: "chunklist cidrhost contains element endswith fileset formatdate indent index log parseint "
    "pow regex regexall rsadecrypt setsubtract split startswith strcontains templatefile "
    "templatestring textdecodebase64 textencodebase64 timeadd timecmp trim trimprefix trimsuffix "
    "uuidv5 zipmap",
    3: "cidrsubnet matchkeys replace slice substr",
}
_AT_LEAST: Final = {
    0: "merge",
    1: "cidrsubnets coalesce coalescelist concat format formatlist join max min setintersection "
    "setunion try",
    2: "setproduct",
}

ARGUMENTS: Final[dict[str, tuple[int, int | None]]] = {
    **{name: (number, number) for number, names in _EXACTLY.items() for name in names.split()},
    **{name: (number, None) for number, names in _AT_LEAST.items() for name in names.split()},
    "bcrypt": (1, 2),
    "lookup": (2, 3),
    "range": (1, 3),
}
"""The least and the most arguments of each function; None for no limit."""

REMOVED: Final = {"list": "tolist([…])", "map": "tomap({…})"}
"""Functions that are still known and always fail, and what to write instead."""
