"""The schemas that come with tfgen: facts that the AWS provider documents, and how they are made.

TFGEN_SCHEMA_DUMPS names a folder with aws-5.100.0.json and aws-6.66.0.json.gz, the files that
docs/provider-schema.md describes.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import tfgen.provider_schema.read as reading
from tfgen.provider_schema.model import BlockSchema, NestedBlock
from tfgen.provider_schema.read import SHIPPED, Schema, shipped
from tfgen.provider_schema.ship import shipped_bytes

AWS, TERRAFORM = shipped()
DUMPS = os.environ.get("TFGEN_SCHEMA_DUMPS", "")


def _block(name: str, mode: str = "managed", schema: Schema = AWS) -> BlockSchema:
    found = schema.block(mode, name)
    assert found is not None
    return found


def _nested(name: str, *path: str) -> NestedBlock:
    block = _block(name)
    for one in path[:-1]:
        block = block.blocks[one].block
    return block.blocks[path[-1]]


def test_what_ships() -> None:
    assert (AWS.source, AWS.versions) == ("hashicorp/aws", ("5.100.0", "6.66.0"))
    assert len(AWS.names("managed")) > 1_700
    assert len(AWS.names("data")) > 650
    assert "aws_secretsmanager_secret_version" in AWS.names("ephemeral")
    assert TERRAFORM.source == "terraform.io/builtin/terraform"
    assert TERRAFORM.names("managed") == ("terraform_data",)
    assert TERRAFORM.names("data") == ("terraform_remote_state",)


def test_the_file_is_small() -> None:
    path = Path(reading.__file__).parent / "data" / SHIPPED
    assert path.stat().st_size < 400_000


def test_facts_of_both_versions() -> None:
    vpc = _block("aws_vpc").attributes
    assert (vpc["arn"].computed, vpc["arn"].is_argument) == (True, False)
    assert vpc["tags"].type == ("map", "string")
    assert _block("aws_subnet").attributes["vpc_id"].required
    assert _block("aws_db_instance").attributes["password"].sensitive
    assert _block("aws_db_instance").attributes["password_wo"].write_only
    assert _nested("aws_lb_listener", "default_action").minimum == 1
    assert _nested("aws_lb", "access_logs").maximum == 1
    assert _nested("aws_lb", "subnet_mapping").nesting == "set"
    assert _block("aws_caller_identity", "data").attributes["account_id"].computed
    assert AWS.provider_block().blocks["default_tags"].block.attributes["tags"].optional


def test_facts_of_one_version() -> None:
    assert _block("aws_vpc").attributes["region"].only == "6"
    assert _block("aws_eip").attributes["vpc"].only == "5"
    assert _block("aws_simpledb_domain").only == "5"
    assert _block("aws_s3_bucket_abac").only == "6"
    assert _nested("aws_ecs_task_definition", "inference_accelerator").only == "5"
    assert _block("aws_nat_gateway").attributes["subnet_id"].required_only == "5"


def test_ids() -> None:
    arguments = {
        (mode, name): _block(name, mode).attributes["id"].is_argument
        for mode, name in (
            ("managed", "aws_vpc"),
            ("managed", "aws_elasticache_reserved_cache_node"),
            ("data", "aws_vpc"),
            ("data", "aws_secretsmanager_secret"),
        )
    }
    assert list(arguments.values()) == [False, True, True, False]


def test_deprecations() -> None:
    assert _block("aws_s3_bucket").attributes["acl"].deprecated
    assert _nested("aws_s3_bucket", "versioning").block.deprecated
    assert _block("aws_region", "data").attributes["name"].deprecated_only == "6"
    owner = _block("aws_s3_bucket_versioning").attributes["expected_bucket_owner"]
    assert (owner.deprecated, owner.deprecated_only) == (False, "6")


def test_every_type_can_be_read() -> None:
    for schema in shipped():
        for mode in ("managed", "data", "ephemeral"):
            for name in schema.names(mode):
                assert schema.block(mode, name) is not None


def test_the_file_is_what_its_sources_make() -> None:
    if not DUMPS:
        pytest.skip("TFGEN_SCHEMA_DUMPS names no folder")
    data = shipped_bytes(Path(DUMPS, "aws-5.100.0.json"), Path(DUMPS, "aws-6.66.0.json.gz"))
    assert (Path(reading.__file__).parent / "data" / SHIPPED).read_bytes() == data
