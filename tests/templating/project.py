"""A project on disk with one kind of stack, and environments made of plain data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema_rs

from tests.templating.support import YAML, positions
from tfgen.config.environment import Environment
from tfgen.config.kinds import Kind


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write templates below ``folder``/templates; return that folder."""
    for name, text in files.items():
        path = folder / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "templates"


def kind(roots: tuple[str, ...] = ("",), schema: Mapping[str, Any] | None = None) -> Kind:
    return Kind(
        name="environment",
        schema=schema or {},
        schema_file="templates/stacks/environment/schema.json",
        roots=roots,
        validator=jsonschema_rs.validator_for({}),
    )


def environment(data: Mapping[str, Any], name: str = "dev", suffix: str = "") -> Environment:
    values, keys = positions(data)
    return Environment(
        name=name,
        kind="environment",
        suffix=suffix,
        file=YAML,
        files=(YAML,),
        data=data,
        positions=values,
        keys=keys,
        defaults={},
    )
