"""The log groups of a root, found by the names that are written elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tfgen.program.values import UNKNOWN_PIECE
from tfgen.rules._log_writers import GROUP, Use
from tfgen.rules._patterns import may_equal, pattern_of

if TYPE_CHECKING:
    from tfgen.program.model import Module, Resource


class Groups:
    """The log groups of a root, managed and read, found by name."""

    def __init__(self, root: Module) -> None:
        self._known: dict[str, list[Resource]] = {}
        self._partly: list[tuple[str, Resource]] = []
        self._found: dict[str, tuple[Resource, ...]] = {}
        found = (*root.find(GROUP), *root.find(GROUP, mode="data"))
        for group in found:
            pattern = _name_of(group)
            if UNKNOWN_PIECE in pattern:
                self._partly.append((pattern, group))
            else:
                self._known.setdefault(pattern, []).append(group)

    def possible(self, use: Use) -> tuple[Resource, ...]:
        """Every group that may be the one of ``use``, by name, region and account."""
        if use.pattern not in self._found:
            self._found[use.pattern] = tuple(self._named(use.pattern))
        return tuple(group for group in self._found[use.pattern] if not _apart(group, use.user))

    def same(self, use: Use) -> Resource | None:
        """The only group that may be the one of ``use``, where it is written with the same name."""
        found = self.possible(use)
        if len({group.block_address for group in found}) != 1:
            return None
        return next((group for group in found if _name_of(group) == use.pattern), None)

    def _named(self, pattern: str) -> Iterator[Resource]:
        if UNKNOWN_PIECE not in pattern:
            yield from self._known.get(pattern, ())
        else:
            for name, groups in self._known.items():
                if may_equal(name, pattern):
                    yield from groups
        for name, group in self._partly:
            if may_equal(name, pattern):
                yield group


def _name_of(group: Resource) -> str:
    """The name of a group; UNKNOWN_PIECE where it may be any."""
    name, prefix = group.get("name"), group.get("name_prefix")
    if name is not None:
        return name.pattern() or UNKNOWN_PIECE
    # Terraform makes up what follows.
    return (pattern_of(prefix) if prefix is not None else "terraform-") + UNKNOWN_PIECE


def _apart(one: Resource, other: Resource) -> bool:
    """Whether two resources are surely in different regions or accounts."""
    pairs = ((one.region, other.region), (one.account, other.account))
    return any(a is not None and b is not None and a != b for a, b in pairs)
