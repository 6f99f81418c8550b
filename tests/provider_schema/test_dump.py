"""Terraform's dump of schemas: what is taken from it, and files that are none."""

from __future__ import annotations

import gzip
import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from tests.provider_schema.dumps import TEXT, dump, locked
from tfgen.errors import TfgenError
from tfgen.provider_schema.dump import read_dump, source_of
from tfgen.provider_schema.model import Attribute, BlockSchema, NestedBlock, Provider

BLOCK: dict[str, Any] = {
    "attributes": {
        "name": {"type": "string", "description_kind": "plain", "required": True},
        "key": {"type": "string", "optional": True, "sensitive": True, "deprecated": True},
        "key_wo": {"type": "string", "optional": True, "write_only": True},
        "tags": {"type": ["map", "string"], "optional": True, "computed": True},
        "rules": {"type": ["set", ["object", {"port": "number"}]], "computed": True},
        "pair": {"type": ["tuple", ["string", "bool"]], "computed": True},
        "any": {"type": "dynamic", "optional": True},
        "options": {
            "nested_type": {
                "nesting_mode": "list",
                "attributes": {"size": {"type": "number", "required": True}},
            },
            "optional": True,
        },
    },
    "block_types": {
        "log": {
            "nesting_mode": "list",
            "min_items": 1,
            "max_items": 2,
            "block": {"attributes": {"bucket": TEXT}, "deprecated": True},
        },
        "timeouts": {"nesting_mode": "single", "block": {}},
    },
}


def _read(folder: Path, text: str | bytes) -> tuple[Provider, ...]:
    path = folder / "dump.json"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_dump(path, "dump.json")


def test_everything_that_a_dump_says_is_read(tmp_path: Path) -> None:
    (provider,) = _read(tmp_path, dump(one={"one_thing": BLOCK}))
    assert (provider.source, provider.versions) == ("example/one", ())
    assert provider.configuration.attributes == {"url": Attribute("string", optional=True)}
    thing = provider.types["managed"]["one_thing"]
    size = NestedBlock("list", 0, 0, BlockSchema({"size": Attribute("number", required=True)}))
    assert thing.attributes == {
        "name": Attribute("string", required=True),
        "key": Attribute("string", optional=True, sensitive=True, deprecated=True),
        "key_wo": Attribute("string", optional=True, write_only=True),
        "tags": Attribute(("map", "string"), optional=True, computed=True),
        "rules": Attribute(("set", ("object", {"port": "number"})), computed=True),
        "pair": Attribute(("tuple", ["string", "bool"]), computed=True),
        "any": Attribute("dynamic", optional=True),
        "options": Attribute(None, optional=True, nested=size),
    }
    bucket = BlockSchema({"bucket": Attribute("string", optional=True)}, deprecated=True)
    assert thing.blocks == {
        "log": NestedBlock("list", 1, 2, bucket),
        "timeouts": NestedBlock("single", 0, 0, BlockSchema()),
    }
    assert (provider.types["data"], provider.types["ephemeral"]) == ({}, {})


def test_several_providers_with_the_versions_of_the_lock_file(tmp_path: Path) -> None:
    locked(tmp_path, one="3.2.1", two="0.1.0")
    found = _read(tmp_path, dump(two={}, one={}, three={}))
    assert [(one.source, one.versions) for one in found] == [
        ("example/one", ("3.2.1",)),
        ("example/three", ()),
        ("example/two", ("0.1.0",)),
    ]


def test_a_file_for_one_provider_that_names_its_version(tmp_path: Path) -> None:
    document = {"source": "registry.terraform.io/example/one", "version": "6.1.0"}
    (provider,) = _read(tmp_path, gzip.compress(json.dumps(document).encode()))
    assert (provider.source, provider.versions) == ("example/one", ("6.1.0",))


def test_the_id_that_the_sdk_adds_is_no_argument(tmp_path: Path) -> None:
    implied = {"type": "string", "optional": True, "computed": True}
    kinds = {"one_a": {"attributes": {"id": implied}}, "one_b": {"attributes": {"id": TEXT}}}
    (provider,) = _read(tmp_path, dump(one=kinds))
    types = provider.types["managed"]
    assert types["one_a"].attributes["id"] == Attribute("string", computed=True)
    assert types["one_b"].attributes["id"] == Attribute("string", optional=True)


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("registry.terraform.io/hashicorp/aws", "hashicorp/aws"),
        ("registry.opentofu.org/hashicorp/aws", "hashicorp/aws"),
        ("hashicorp/aws", "hashicorp/aws"),
        ("terraform.io/builtin/terraform", "terraform.io/builtin/terraform"),
        ("registry.example.com/acme/thing", "registry.example.com/acme/thing"),
    ],
)
def test_only_the_hosts_that_are_the_default_are_left_out(address: str, source: str) -> None:
    assert source_of(address) == source


def _one(**changes: Any) -> str:
    return dump(one={"one_thing": {"attributes": {"a": {**TEXT, **changes}}}})


NO_SCHEMA = "dump.json: is no schema of providers: "
HINT = "\n  give what `terraform providers schema -json` printed in an initialised folder"
THING = "registry.terraform.io/example/one one_thing"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "dump.json: is no JSON, or is truncated"),
        (dump(one={})[:-5], "dump.json: is no JSON, or is truncated"),
        ("[" * 100_000, "dump.json: is no JSON, or is truncated"),
        (b"\xff\xfe\x00", "dump.json: is no JSON, or is truncated"),
        (gzip.compress(b"{}")[:-4], "dump.json: is a truncated or damaged gzip file"),
        ("[]", NO_SCHEMA + "the document is no object"),
        ("{}", NO_SCHEMA + "provider_schemas is no object"),
        ('{"provider_schemas": {}}', "dump.json: holds no provider"),
        ('{"provider_schemas": {"../x": {}}}', NO_SCHEMA + "'../x' is no address of a provider"),
        ('{"provider_schemas": {"a/b": 1}}', NO_SCHEMA + "a/b is no object"),
        (_one(type="text"), NO_SCHEMA + THING + ".a has no type"),
        (_one(type=["list"]), NO_SCHEMA + THING + ".a has no type"),
        (_one(type=None), NO_SCHEMA + THING + ".a has no type"),
        (
            dump(one={"one_thing": {"block_types": {"b": {"nesting_mode": "heap"}}}}),
            NO_SCHEMA + THING + ".b has no nesting mode",
        ),
        (
            dump(one={"one_thing": {"block_types": {"b": {"nesting_mode": "any"}}}}),
            NO_SCHEMA + THING + ".b has no nesting mode",
        ),
        (
            dump(
                one={"one_thing": {"block_types": {"b": {"nesting_mode": "set", "max_items": -1}}}}
            ),
            NO_SCHEMA + THING + ".b has no number as max_items",
        ),
    ],
    ids=itertools.count(),
)
def test_a_file_that_is_no_dump(tmp_path: Path, text: str | bytes, message: str) -> None:
    with pytest.raises(TfgenError) as error:
        _read(tmp_path, text)
    assert str(error.value) == message + HINT


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(TfgenError, match="cannot be read: "):
            read_dump(path, "dump.json")
