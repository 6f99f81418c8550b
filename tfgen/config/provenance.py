"""Where every value of an environment comes from, defaults with the line of the schema."""

from __future__ import annotations

from collections.abc import Mapping

from tfgen.config.environment import Environment
from tfgen.errors import Location
from tfgen.json_positions import KeyPath, json_positions
from tfgen.project import Project


def provenance(project: Project, environment: Environment) -> Mapping[KeyPath, Location]:
    """``environment.positions`` with the line and column of every default filled in."""
    if not environment.defaults:
        return environment.positions
    kind = project.templates / "stacks" / environment.kind / "schema.json"
    found = json_positions(kind.read_bytes().decode("utf-8"))
    file = project.display(kind)
    lines = {
        path: Location(file, *(found.keys.get(declared) or found.values[declared]))
        for path, declared in environment.defaults.items()
    }
    return {**environment.positions, **lines}
