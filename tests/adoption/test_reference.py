"""docs/reference against the commands, the schemas and the code."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest

from tests.adoption.conftest import REPOSITORY
from tests.adoption.reference import COMMAND, FOLDER, pages
from tfgen import cli, errors


@pytest.mark.parametrize("name", ["cli.md", "yaml.md"])
def test_the_generated_pages_are_fresh(name: str) -> None:
    assert (FOLDER / name).read_text() == pages()[name], f"write it anew: {COMMAND}"


def test_every_key_of_every_schema_has_a_row() -> None:
    page = pages()["yaml.md"]
    for path in (REPOSITORY / "templates/stacks").glob("*/schema.json"):
        section = page.split(f"\n## {path.parent.name}\n")[1].split("\n## ")[0]
        keys = set(re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE))
        words = {word for key in keys for word in re.split(r"[.\[\]]+", key)}
        schema = json.loads(path.read_text())
        assert _properties(schema["properties"]) <= words


def _properties(properties: Mapping[str, Any]) -> set[str]:
    """The name of every property, however deep."""
    found = set(properties)
    for child in properties.values():
        items = child.get("items", {})
        found |= _properties({**child.get("properties", {}), **items.get("properties", {})})
        named = child.get("additionalProperties")
        if isinstance(named, dict):
            found |= _properties(named.get("properties", {}))
    return found


def test_exit_status() -> None:
    text = (FOLDER / "exit-status.md").read_text()
    assert [int(row) for row in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)] == [
        errors.EXIT_CLEAN,
        errors.EXIT_FINDINGS,
        errors.EXIT_USAGE,
        cli.EXIT_INTERRUPTED,
        cli.EXIT_BROKEN_PIPE,
    ]
