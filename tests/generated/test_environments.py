"""The shipped YAML files, as an editor with the schema sees them: each alone, before merging."""

from __future__ import annotations

import json

import jsonschema_rs
import pytest
import yaml

from tests.generated.trees import ENVIRONMENTS, REPOSITORY

SCHEMA = REPOSITORY / "templates/stacks/environment/schema.json"


@pytest.mark.parametrize("name", ["_base", *ENVIRONMENTS])
def test_an_editor_finds_the_schema_and_no_fault(name: str) -> None:
    text = (REPOSITORY / f"environments/{name}.yaml").read_text()
    first = text.splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    assert (REPOSITORY / "environments" / first.partition("=")[2]).resolve() == SCHEMA
    validator = jsonschema_rs.validator_for(json.loads(SCHEMA.read_text()))
    assert [error.message for error in validator.iter_errors(yaml.safe_load(text))] == []


def test_what_is_required_is_required_of_the_merged_document() -> None:
    validator = jsonschema_rs.validator_for(json.loads(SCHEMA.read_text()))
    messages = [error.message for error in validator.iter_errors({"stack": "environment"})]
    assert any("account_id" in message for message in messages)
    assert any("network" in message for message in messages)
