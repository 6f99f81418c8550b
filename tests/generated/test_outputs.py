"""Every output that users of the roots rely on, and none that carries a secret."""

from __future__ import annotations

import pytest

from tests.generated.trees import ENVIRONMENTS, files, source

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


@pytest.mark.parametrize("environment", ENVIRONMENTS)
@pytest.mark.parametrize(
    ("file", "expected"),
    [("outputs.tf", ENVIRONMENT_OUTPUTS), ("bootstrap/outputs.tf", BOOTSTRAP_OUTPUTS)],
)
def test_outputs(environment: str, file: str, expected: set[str]) -> None:
    outputs = files(environment)[file].blocks_of("output")
    assert {block.labels[0] for block in outputs} >= expected
    for block in outputs:
        attribute = block.body.attribute("value")
        assert attribute is not None
        assert block.body.attribute("description") is not None
        assert "password" not in source(environment, file, attribute.expression)
