"""The failures of the infrastructure that tfgen replaces: none stands in a generated file."""

from __future__ import annotations

import re

import pytest

from tests.generated.trees import ENVIRONMENTS, GENERATED, STACKS, blocks, files, source, value
from tfgen.hcl.tree import attributes

ACCOUNTS = {"dev": "111111111111", "staging": "222222222222", "prod": "333333333333"}
every_environment = pytest.mark.parametrize("environment", ENVIRONMENTS)
every_stack = pytest.mark.parametrize("stack", STACKS)


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


@every_stack
def test_4_no_policy_allows_a_whole_service(stack: str) -> None:
    for path, document in blocks(stack, "data", "aws_iam_policy_document"):
        for statement in document.body.blocks_of("statement"):
            actions = value(statement.body, "actions")
            assert isinstance(actions, list)
            if path.startswith("modules/kms_key/") or value(statement.body, "effect") == "Deny":
                continue
            assert not [a for a in actions if str(a).endswith(":*") or a == "*"], path


@every_stack
def test_5_every_provider_tags_with_team_and_cost_center(stack: str) -> None:
    providers = list(blocks(stack, "provider", "aws"))
    assert len(providers) == (3 if stack == "peering" else 2)
    for path, provider in providers:
        (default_tags,) = provider.body.blocks_of("default_tags")
        tags = value(default_tags.body, "tags")
        assert isinstance(tags, dict)
        assert {"Environment", "Team", "CostCenter", "Project", "ManagedBy"} <= set(tags), path
    for _, service in blocks(stack, "resource", "aws_ecs_service"):
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
        registry = (GENERATED / f"operations/modules/ecr/{found[1][8:]}/main.tf").read_text()
        assert f'"arn:aws:iam::{ACCOUNTS[environment]}:root",\n' in registry


@every_environment
def test_7_every_environment_is_peered_with_the_others(environment: str) -> None:
    connections = [path for path, _ in blocks("peering", "resource", "aws_vpc_peering_connection")]
    assert (
        sum(f"/{environment}-to-" in path for path in connections)
        + sum(f"-to-{environment}/" in path for path in connections)
        == len(ENVIRONMENTS) - 1
    )
    for path in connections:
        kinds = {block.labels[0] for block in files("peering")[path].blocks_of("resource")}
        assert kinds >= {
            "aws_vpc_peering_connection_accepter",
            "aws_vpc_peering_connection_options",
            "aws_route",
            "aws_vpc_security_group_egress_rule",
            "aws_vpc_security_group_ingress_rule",
        }
    assert len(list(blocks("peering", "data", "aws_route_tables", environment))) == 1


@every_environment
def test_7_environments_leave_routes_and_rules_to_peering(environment: str) -> None:
    assert not list(blocks(environment, "resource", "aws_vpc_peering_connection"))
    outputs = {block.labels[0] for block in files(environment)["outputs.tf"].blocks_of("output")}
    assert {"route_table_ids", "vpc_id", "vpc_cidr", "app_security_group_id"} <= outputs
    for path, table in blocks(environment, "resource", "aws_route_table"):
        assert not table.body.blocks_of("route"), f"{path}: an inline route removes peering routes"


@every_stack
def test_8_every_root_has_outputs(stack: str) -> None:
    roots = [path for path in files(stack) if path.endswith("providers.tf")]
    assert len(roots) == (1 if stack == "peering" else 2)
    for path in roots:
        assert files(stack)[path.replace("providers.tf", "outputs.tf")].blocks_of("output")
