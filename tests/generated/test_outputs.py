"""Every output that users of the roots rely on, and none that carries a secret."""

from __future__ import annotations

import pytest

from tests.generated.trees import ENVIRONMENTS, STACKS, blocks, files, source

ENVIRONMENT_OUTPUTS = {
    "alarm_topic_arn",
    "alb_dns_name",
    "alb_security_group_id",
    "app_security_group_id",
    "application_url",
    "assets_bucket_name",
    "database_security_group_id",
    "database_subnet_ids",
    "deployment_role_arn",
    "ecs_cluster_name",
    "ecs_service_name",
    "environment_suffix",
    "execution_role_arn",
    "kms_key_arn",
    "log_bucket_name",
    "private_subnet_ids",
    "public_subnet_ids",
    "rds_endpoint",
    "rds_instance_identifier",
    "rds_master_secret_arn",
    "route_table_ids",
    "task_role_arn",
    "vpc_cidr",
    "vpc_id",
}
BOOTSTRAP_OUTPUTS = {
    "deployment_role_arn",
    "lock_table",
    "permissions_boundary_arn",
    "state_bucket",
}
OF_THE_OTHERS = {
    ("operations", "bootstrap/outputs.tf"): {"lock_table", "state_bucket"},
    ("operations", "outputs.tf"): {
        "ci_role_arns",
        "ecr_registry_url",
        "ecr_repository_arns",
        "ecr_repository_urls",
        "oidc_provider_arn",
    },
    ("peering", "outputs.tf"): {"peering_connection_ids"},
}


@pytest.mark.parametrize(("stack", "file"), OF_THE_OTHERS)
def test_outputs_of_operations_and_peering(stack: str, file: str) -> None:
    outputs = files(stack)[file].blocks_of("output")
    assert {block.labels[0] for block in outputs} == OF_THE_OTHERS[stack, file]


@pytest.mark.parametrize("environment", ENVIRONMENTS)
@pytest.mark.parametrize(
    ("file", "expected"),
    [("outputs.tf", ENVIRONMENT_OUTPUTS), ("bootstrap/outputs.tf", BOOTSTRAP_OUTPUTS)],
)
def test_outputs(environment: str, file: str, expected: set[str]) -> None:
    outputs = files(environment)[file].blocks_of("output")
    assert {block.labels[0] for block in outputs} >= expected


@pytest.mark.parametrize("stack", STACKS)
def test_every_output_is_described_and_none_is_a_password(stack: str) -> None:
    for path, block in blocks(stack, "output"):
        attribute = block.body.attribute("value")
        assert attribute is not None
        assert block.body.attribute("description") is not None
        assert "password" not in source(stack, path, attribute.expression)
