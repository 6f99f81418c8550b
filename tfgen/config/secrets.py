"""Secrets do not belong in YAML: find them, and never show one.

Two independent signs: the key says so (``DB_PASSWORD``), or the value does (an AWS access key, a
private key, a token of a well-known service). Messages show a value only through :func:`shown`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from tfgen.errors import Location, Problem
from tfgen.json_positions import KeyPath
from tfgen.secret_words import WORD, is_secret_key, looks_like_secret

HIDDEN = "(value hidden)"
REFERENCE_KEYWORD = "x-tfgen-secret-name"
"""Schema keyword, true on a property that holds the name or ARN of a secret, not its value."""

_VALUE_KEY = re.compile("value|plain|plaintext|text|string|default|current", re.IGNORECASE)

_REFERENCE = re.compile(r"arn:aws[a-z-]*:[a-z0-9-]+:\S*|alias/\S+")
# The shape of a secret's name: words of lower-case letters and digits, at least two of them.
_SECRET_NAME = re.compile(r"/?[a-z][a-z0-9]*(?:[/_.-][a-z0-9]+)+")

# A quote that is not closed makes the lines that follow part of a value.
_SWALLOWED = re.compile(
    r"(?:passw|passphrase|pwd|secret|token|credential|api.?key|private.?key|access.?key)\w*\"?\s*[:=]",
    re.IGNORECASE,
)


def is_hidden(path: KeyPath, value: object) -> bool:
    """Whether a message must not show this value: its keys or its text say it is secret."""
    if any(isinstance(key, str) and is_secret_key(key) for key in path):
        return True
    if not isinstance(value, str):
        return False
    return looks_like_secret(value) is not None or _SWALLOWED.search(value) is not None


def shown(path: KeyPath, value: object) -> str:
    """A value as a message may show it: as JSON, shortened, or :data:`HIDDEN`."""
    if is_hidden(path, value):
        return HIDDEN
    text = _printable(json.dumps(value, ensure_ascii=False, default=str))
    return text if len(text) <= _SHOWN_LENGTH else text[: _SHOWN_LENGTH - 1] + "…"


_SHOWN_LENGTH = 80


def dotted(path: KeyPath) -> str:
    """A path as a message shows it: ``services.web.ingress.paths[0]``."""
    text = ""
    for key in path:
        if isinstance(key, int):
            text += f"[{key}]"
        else:
            text += ("." if text else "") + (HIDDEN if looks_like_secret(key) else key)
    return _printable(text)


def _printable(text: str) -> str:
    """A text without what moves the cursor, colours a terminal or breaks a message's line."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def find_secrets(
    data: Mapping[str, object],
    positions: Mapping[KeyPath, Location],
    is_reference: Callable[[KeyPath], bool],
) -> Iterator[Problem]:
    """A problem for every secret in ``data``; none of them shows the value.

    ``is_reference`` says of a path whether the schema declares it to hold the name or ARN of a
    secret (:data:`REFERENCE_KEYWORD`).
    """
    found: list[tuple[KeyPath, object]] = []
    _collect(data, (), found)
    for path, value in found:
        if path and isinstance(path[-1], str) and (what := _looks(path[-1])):
            yield Problem(f"a key here looks like {what} {HIDDEN}", positions.get(path), _HINT)
        if isinstance(value, str) and (what := _looks(value)):
            where = positions.get(path)
            yield Problem(f"{dotted(path)} looks like {what} {HIDDEN}", where, _HINT)
        elif _is_secret(path, value) and not is_reference(path):
            where = positions.get(path)
            yield Problem(f"{dotted(path)} holds a secret in clear text {HIDDEN}", where, _HINT)


# Environments of a fleet have most keys and many values in common.
_looks = lru_cache(maxsize=8192)(looks_like_secret)


_HINT = (
    "keep it in AWS Secrets Manager and refer to it by name or ARN; "
    "change it if this file was ever shared or committed"
)


def _is_secret(path: KeyPath, value: object) -> bool:
    """Whether the keys say that this value is a secret, and its form does not say otherwise."""
    if value in (None, "") or isinstance(value, bool | Mapping | list):
        return False
    names = [key for key in path if isinstance(key, str)]
    if not names:
        return False
    name = names[-1]
    if not _names_secret(name, names[-2] if len(names) > 1 else ""):
        return False
    if not isinstance(value, str):
        # token_limit: 5 is no secret, and neither is tokens: 5; password: 12345 is.
        return WORD.findall(name)[-1].lower() not in {"tokens", "secrets"}
    if _REFERENCE.fullmatch(value):
        return False
    return not (name.lower() in {"secret", "secrets"} and _SECRET_NAME.fullmatch(value))


@lru_cache(maxsize=8192)
def _names_secret(name: str, above: str) -> bool:
    """Whether a key, or the one above a key such as ``value``, is that of a secret."""
    return is_secret_key(name) or bool(_VALUE_KEY.fullmatch(name) and is_secret_key(above))


def _collect(value: object, path: KeyPath, found: list[tuple[KeyPath, object]]) -> None:
    """Add a value and all that is inside it, each with its path."""
    found.append((path, value))
    if isinstance(value, str):
        return
    if isinstance(value, Mapping):
        for key, item in value.items():
            _collect(item, (*path, key), found)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _collect(item, (*path, index), found)
