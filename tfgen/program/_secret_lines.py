"""Lines of a Terraform file that may have to do with a secret; all others need no closer look.

Environments are rendered from the same templates, so that most of their lines are the same: a line
is judged once, and remembered while it is innocent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from tfgen.secret_words import FORMATS, MARKS, SECRET_HINT, WORD, is_aws_secret_key, is_secret_key

_MOST_LINES: Final = 50_000
_plain: Final[set[str]] = set()
# What makes a value secret, or gives a secret away, without a secret-like name; see _secret_tree
# and _secret_text. Text that spans lines, and escapes, may hide a name: neither is judged here.
_WITHOUT_NAME: Final = (
    *("<<", "\\", "base64", "ciphertext", "external_key", "api_gateway_api_key", "securestring"),
    *("identified", "chpasswd", "sshpass", "mysql", "curl", "bearer"),
)
_RANDOM: Final = re.compile("(?<![A-Za-z0-9/+])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])")
_MARKS: Final = tuple(mark for marks in MARKS for mark in marks)
_HINTS: Final = tuple(SECRET_HINT.pattern.split("|"))


class Noted(NamedTuple):
    """Lines of a file by their numbers from 1.

    A top-level block without a ``suspicious`` line holds no secret, and names none. ``hints`` are
    the lines in which SECRET_HINT stands.
    """

    suspicious: Mapping[int, str]
    hints: Sequence[int]

    def has_form(self) -> bool:
        """Whether the file may hold one of the FORMATS, which are found anywhere."""
        return any(map(_has_form, self.suspicious.values()))


_NOTHING: Final = Noted({}, ())


def noted_lines(text: str) -> Noted:
    """The lines of a file that need a closer look."""
    lines = text.split("\n")
    fresh = {*lines} - _plain
    hints = set(filter(has_hint, fresh))
    suspicious = set(filter(_is_suspicious, fresh))
    if len(_plain) + len(fresh) > _MOST_LINES:
        _plain.clear()
    _plain.update(fresh - hints - suspicious)
    if not hints and not suspicious:
        return _NOTHING
    numbered = list(enumerate(lines, 1))
    return Noted(
        {number: line for number, line in numbered if line in suspicious},
        [number for number, line in numbered if line in hints],
    )


def has_hint(text: str) -> bool:
    """Whether SECRET_HINT is in the text: many times as fast for the texts that are usual."""
    if not text.isascii():
        return SECRET_HINT.search(text) is not None
    text = text.lower()
    return any(map(text.__contains__, _HINTS))


@lru_cache(8192)
def _is_suspicious(line: str) -> bool:
    if not line.isascii():
        return True
    if any(map(line.lower().__contains__, _WITHOUT_NAME)):
        return True
    if (
        ("://" in line and "@" in line)
        or (has_hint(line) and _names_secret(line))
        or _has_form(line)
    ):
        return True
    return any(map(is_aws_secret_key, _RANDOM.findall(line)))


def _has_form(line: str) -> bool:
    marked = any(map(line.__contains__, _MARKS))
    return marked and any(pattern.search(line) for _, pattern in FORMATS)


def _names_secret(line: str) -> bool:
    words = [word.lower() for word in WORD.findall(line)]
    return (
        "pass" in words
        or any(is_secret_key(word) for word in words)
        or any(word == "key" and is_secret_key(f"{before}_key") for before, word in pairwise(words))
    )
