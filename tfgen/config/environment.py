"""The one value that templates are rendered from: one environment, checked and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tfgen.errors import Location
from tfgen.json_positions import KeyPath
from tfgen.project import tree_name


@dataclass(frozen=True, slots=True)
class Environment:
    """One environment, checked; nothing in it changes any more.

    ``data``       the merged YAML with the schema's defaults, without ``extends``
    ``positions``  where every value of ``data`` comes from, for maps, lists and leaves: the value
                   itself for a leaf, the key for a map or list. A default has the schema's file
                   and no line; :func:`tfgen.config.provenance.provenance` finds the line
    ``keys``       where the key of every map entry stands (none for a default)
    ``defaults``   for every default: its path in the schema
    ``files``      every YAML file that was read, the environment's own first
    ``environments`` the other stacks of the project, each loaded when it is asked for
    """

    name: str
    kind: str
    suffix: str
    file: str
    files: tuple[str, ...]
    data: Mapping[str, Any]
    positions: Mapping[KeyPath, Location]
    keys: Mapping[KeyPath, Location]
    defaults: Mapping[KeyPath, KeyPath]
    environments: Mapping[str, Environment] = field(default_factory=dict, compare=False, repr=False)

    @property
    def folder(self) -> str:
        """The folder below generated/."""
        return tree_name(self.name, self.suffix)

    @property
    def prefix(self) -> str:
        """What every name starts with: project, environment and suffix joined by hyphens."""
        parts = (self.data.get("project"), self.name, self.suffix)
        return "-".join(str(part) for part in parts if part)
