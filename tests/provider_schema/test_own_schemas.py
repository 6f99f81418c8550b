"""Schemas that a project keeps: rules know other providers by them, and they win."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.provider_schema.dumps import TEXT, dump, locked
from tfgen.errors import TfgenError
from tfgen.program.load import load
from tfgen.provider_schema.combine import combine
from tfgen.provider_schema.dump import read_dump
from tfgen.provider_schema.encode import encode
from tfgen.provider_schema.read import Schema
from tfgen.provider_schema.store import FOLDER, file_name, project_schemas
from tfgen.rules.registry import rule
from tfgen.rules.run import run

RULES = [rule(name) for name in ("unknown_type", "unknown_argument", "unknown_attribute")]
RULES += [rule(name) for name in ("missing_argument", "provider_version", "no_schema")]
TEXT_OF_ROOT = """\
terraform {
  required_providers {
    thing = {
      source  = "example/thing"
      version = "~> 2.0"
    }
  }
}

resource "thing_one" "a" {
  name  = "a"
  colour = "blue"
}

resource "thing_two" "b" {}
"""


def _schemas(folder: Path, version: str = "") -> dict[str, Schema]:
    if version:
        locked(folder, thing=version)
    path = folder / "dump.json"
    path.write_text(dump(thing={"thing_one": {"attributes": {"name": TEXT}}}))
    target = folder / FOLDER / file_name("example/thing")
    target.parent.mkdir(parents=True)
    (provider,) = combine(read_dump(path, "dump.json"))
    target.write_bytes(encode(provider))
    return dict(project_schemas(folder))


def _found(text: str, schemas: dict[str, Schema] | None) -> list[str]:
    program = load([("main.tf", text)], schemas=schemas)
    return [f"{one.where.line} {one.rule} {one.message}" for one in run(program, RULES)]


def test_a_provider_without_schema_is_one_note() -> None:
    assert _found(TEXT_OF_ROOT, None) == [
        "3 TFG328 resources of example/thing are not checked: there is no schema of it"
    ]


@pytest.mark.parametrize("version", ["", "2.3.0"])
def test_a_schema_of_the_project_is_used(tmp_path: Path, version: str) -> None:
    schemas = _schemas(tmp_path, version)
    assert schemas["example/thing"].path == f"{FOLDER}/example-thing.schema"
    named = f"example/thing {version}".strip()
    assert _found(TEXT_OF_ROOT, schemas) == [
        "12 TFG322 thing_one.a: there is no argument colour",
        f"15 TFG321 {named} has no resource type thing_two",
    ]


def test_a_schema_of_another_version_is_one_note(tmp_path: Path) -> None:
    assert _found(TEXT_OF_ROOT, _schemas(tmp_path, "1.9.0")) == [
        '3 TFG328 resources of example/thing are not checked: "~> 2.0" allows none of the versions'
        " with a schema, 1.9.0"
    ]


def test_a_schema_of_another_provider_changes_nothing(tmp_path: Path) -> None:
    text = 'resource "aws_vpc" "a" {\n  cidr = "10.0.0.0/16"\n}\n'
    wanted = ["2 TFG322 aws_vpc.a: there is no argument cidr"]
    assert _found(text, _schemas(tmp_path)) == _found(text, None) == wanted


def test_a_schema_of_the_project_wins_over_one_that_ships(tmp_path: Path) -> None:
    text = 'resource "thing_one" "a" {\n  name = 1\n}\nresource "aws_vpc" "b" {\n  name = 1\n}\n'
    text = text.replace("thing_one", "aws_one")
    schema = _schemas(tmp_path)["example/thing"]
    aws = {"hashicorp/aws": schema}
    assert _found(text, aws) == [
        "1 TFG321 hashicorp/aws has no resource type aws_one",
        "4 TFG321 hashicorp/aws has no resource type aws_vpc",
    ]


def test_a_damaged_schema_is_named(tmp_path: Path) -> None:
    _schemas(tmp_path)
    path = tmp_path / FOLDER / "example-thing.schema"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(TfgenError) as error:
        project_schemas(tmp_path)
    assert str(error.value).startswith(f"{FOLDER}/example-thing.schema: is truncated")


def test_names_of_files() -> None:
    assert file_name("hashicorp/aws") == "hashicorp-aws.schema"
    assert file_name("registry.example.com:8080/acme/thing") == (
        "registry.example.com-8080-acme-thing.schema"
    )


def test_a_project_without_schemas(tmp_path: Path) -> None:
    assert project_schemas(tmp_path) == {}
