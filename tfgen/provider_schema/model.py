"""The schema of a provider: types, their arguments and blocks, as Terraform's protocol has them.

One schema may stand for two versions of a provider that differ in their major number. What only one
of them has is marked with that number; what both have is not marked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

Type: TypeAlias = "str | tuple[Any, ...]"
"""``string``, ``number``, ``bool`` or ``dynamic``; ``("list", item)``, also ``set`` and ``map``;
``("object", {name: type})``, with the names that may be absent as a third item if there are any;
``("tuple", [types])``."""

Mode: TypeAlias = str
"""``managed`` (resource), ``data`` or ``ephemeral``."""

MODES: Final = ("managed", "data", "ephemeral")
NESTINGS: Final = ("single", "list", "set", "map", "group", "any")
"""How often a block may stand; ``any`` where the versions of a schema differ in it."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One argument or exported attribute.

    ``type`` is None where ``nested`` says what the objects hold. ``only`` is "" in every version
    known, else the major version that alone has the attribute. ``required_only`` and
    ``deprecated_only`` are the major version that alone asks for it, or calls it deprecated;
    ``required`` is False then, because an argument may be absent in the other.
    """

    type: Type | None
    required: bool = False
    optional: bool = False
    computed: bool = False
    sensitive: bool = False
    write_only: bool = False
    deprecated: bool = False
    nested: NestedBlock | None = None
    only: str = ""
    required_only: str = ""
    deprecated_only: str = ""

    @property
    def is_argument(self) -> bool:
        """Whether a configuration may set it."""
        return self.required or self.optional or bool(self.required_only)


@dataclass(frozen=True, slots=True)
class NestedBlock:
    """A type of block within another; ``maximum`` 0 is no limit."""

    nesting: str
    minimum: int
    maximum: int
    block: BlockSchema
    only: str = ""


@dataclass(frozen=True, slots=True)
class BlockSchema:
    """What the body of a block may hold; of a resource, ``only`` is as that of an attribute."""

    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    blocks: Mapping[str, NestedBlock] = field(default_factory=dict)
    deprecated: bool = False
    only: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    """The whole schema of one provider, to build a file from.

    ``types`` holds the resource types by mode and name.
    """

    source: str
    versions: tuple[str, ...]
    configuration: BlockSchema
    types: Mapping[Mode, Mapping[str, BlockSchema]]


def major(version: str) -> str:
    """``5`` of ``5.100.0``."""
    return version.partition(".")[0]
