"""Tags: which are required, which resources take any, and what the provider adds.

``data/taggable.txt`` lists the resource types to which the AWS provider applies ``default_tags``:
those with the attribute ``tags_all`` in its schema, as of 5.100.0 and, for types that are newer,
6.66.0. ``tests/rules/build_taggable.py`` writes it.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tfgen.program.model import Module, View
    from tfgen.program.values import Value

REQUIRED: Final = ("Environment", "Team", "CostCenter")
"""The tags by which costs are told apart; Environment decides permissions, too."""


@cache
def taggable() -> frozenset[str]:
    """The resource types that take tags."""
    text = (Path(__file__).parent / "data" / "taggable.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def lacks(tags: Value | None, key: str) -> bool:
    """Whether tags surely have no such key, or null for it."""
    return tags is None or tags.get(key) is None


def default_tags(provider: View) -> tuple[Value | None, bool]:
    """The tags that a provider adds, and whether it can be told that there are no others."""
    block = provider.block("default_tags")
    return (None, True) if block is None else (block.get("tags"), block.certain)


def has_aws_provider(root: Module) -> bool:
    """Whether the root configures the AWS provider."""
    return any(provider.labels[:1] == ("aws",) for provider in root.top("provider"))


def meant(key: str, written: Iterable[str]) -> str | None:
    """The written key that differs from a required one in case, hyphens or underscores only."""
    return next((other for other in written if other != key and _plain(other) == _plain(key)), None)


def _plain(key: str) -> str:
    return re.sub(r"[^a-z0-9]", "", key.lower())
