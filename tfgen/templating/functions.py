"""The functions templates may call, computed at render time so that reviewers read literals."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

from tfgen.misuse import MisuseError
from tfgen.networks import cidrhost, cidrnetmask, cidrsubnet, shown, whole_number

_SHA1_LENGTH = 40


def merge(*maps: Mapping[str, object]) -> dict[str, object]:
    """One map with the keys of all; of a key given twice the last counts. Nested maps replace."""
    merged: dict[str, object] = {}
    for index, one in enumerate(maps, start=1):
        if not isinstance(one, Mapping):
            raise MisuseError(f"merge: argument {index} is {shown(one)}, not a map")
        merged.update(one)
    return merged


def short_hash(text: str, length: int = 8) -> str:
    """The first ``length`` hexadecimal digits of the SHA-1 of ``text``: a stable short suffix."""
    if not isinstance(text, str):
        raise MisuseError(f"short_hash: the text is {shown(text)}, not a string")
    whole_number("short_hash", "length", length)
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
