"""The failures of the infrastructure that tfgen replaces: none stands in a generated file.

Peering (the seventh) is a stack of its own; here only what it needs is looked at: outputs of every
route table and security group.
"""

from __future__ import annotations

import re

import pytest

from tests.generated.trees import ENVIRONMENTS, GENERATED, blocks, files, source, value
from tfgen.hcl.tree import attributes

every_environment = pytest.mark.parametrize("environment", ENVIRONMENTS)


@every_environment
def test_1_no_password_in_code(environment: str) -> None:
    for path, body in files(environment).items():
        for block in body.blocks:
            for attribute in attributes(block.body):
                if re.search(r"password|secret_string", attribute.name):
                    text = source(environment, path, attribute.expression)
                    assert text in {"true", "false", "null"}, f"{path}: {attribute.name} = {text}"
    (instance,) = (found for _, found in blocks(environment, "resource", "aws_db_instance"))
    assert value(instance.body, "manage_master_user_password") is True


@every_environment
def test_2_every_log_group_that_is_used_is_created_with_retention_and_key(
    environment: str,
) -> None:
    groups = list(blocks(environment, "resource", "aws_cloudwatch_log_group"))
    assert len(groups) >= 5
    for path, group in groups:
        assert value(group.body, "retention_in_days") == 365, path
        assert group.body.attribute("kms_key_id") is not None, path
    for path, task in blocks(environment, "resource", "aws_ecs_task_definition"):
        definition = task.body.attribute("container_definitions")
        assert definition is not None
        assert re.search(
            r'"awslogs-group"\s*= aws_cloudwatch_log_group\.this\.name',
            source(environment, path, definition.expression),
        )


@every_environment
def test_3_the_assets_bucket_is_there_and_closed(environment: str) -> None:
    path = "modules/assets_bucket/main.tf"
    kinds = {block.labels[0] for block in files(environment)[path].blocks_of("resource")}
    assert kinds >= {
        "aws_s3_bucket",
        "aws_s3_bucket_lifecycle_configuration",
        "aws_s3_bucket_logging",
        "aws_s3_bucket_ownership_controls",
        "aws_s3_bucket_policy",
        "aws_s3_bucket_public_access_block",
        "aws_s3_bucket_server_side_encryption_configuration",
        "aws_s3_bucket_versioning",
    }
    assert [found for _, found in blocks(environment, "module", "assets_bucket")]


@every_environment
def test_4_no_policy_allows_a_whole_service(environment: str) -> None:
    for path, document in blocks(environment, "data", "aws_iam_policy_document"):
        for statement in document.body.blocks_of("statement"):
            actions = value(statement.body, "actions")
            assert isinstance(actions, list)
            if path.startswith("modules/kms_key/") or value(statement.body, "effect") == "Deny":
                continue
            assert not [a for a in actions if str(a).endswith(":*") or a == "*"], path


@every_environment
def test_5_every_provider_tags_with_team_and_cost_center(environment: str) -> None:
    providers = list(blocks(environment, "provider", "aws"))
    assert len(providers) == 2
    for path, provider in providers:
        (default_tags,) = provider.body.blocks_of("default_tags")
        tags = value(default_tags.body, "tags")
        assert isinstance(tags, dict)
        assert {"Environment", "Team", "CostCenter", "Project", "ManagedBy"} <= set(tags), path
    for _, service in blocks(environment, "resource", "aws_ecs_service"):
        assert value(service.body, "propagate_tags") == "SERVICE"


@every_environment
def test_6_images_come_from_the_shared_registry_and_may_be_pulled(environment: str) -> None:
    tasks = list(blocks(environment, "resource", "aws_ecs_task_definition"))
    assert len(tasks) == 2
    for path, _ in tasks:
        text = (GENERATED / environment / path).read_text()
        (image,) = re.findall(r'image += "(.*)"', text)
        found = re.fullmatch(
            r"444444444444\.dkr\.ecr\.us-east-1\.amazonaws\.com/(fintech/\w+):(.+)", image
        )
        assert found
        assert found[2] != "latest"
        repository = f"arn:aws:ecr:us-east-1:444444444444:repository/{found[1]}"
        assert '"ecr:BatchGetImage",\n      "ecr:GetDownloadUrlForLayer",\n    ]\n' in text
        assert f'resources = ["{repository}"]' in text


@every_environment
def test_7_what_peering_needs_is_there(environment: str) -> None:
    assert not list(blocks(environment, "resource", "aws_vpc_peering_connection"))
    outputs = {block.labels[0] for block in files(environment)["outputs.tf"].blocks_of("output")}
    assert {"route_table_ids", "vpc_id", "vpc_cidr", "app_security_group_id"} <= outputs
    for path, table in blocks(environment, "resource", "aws_route_table"):
        assert not table.body.blocks_of("route"), f"{path}: an inline route removes peering routes"


@every_environment
def test_8_there_are_outputs(environment: str) -> None:
    assert files(environment)["outputs.tf"].blocks_of("output")
    assert files(environment)["bootstrap/outputs.tf"].blocks_of("output")
