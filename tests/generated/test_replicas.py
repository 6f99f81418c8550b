"""Read replicas: what they are, who reads them, who watches them, and who may make them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.generated.trees import ENVIRONMENTS, GENERATED, value
from tests.generated.variants import EVERYTHING, VARIANTS, block_text, blocks, rendered

# Refused by the provider beside replicate_source_db, or by AWS for a replica: the engine and the
# users are those of the source, so are key and subnets in one region, and backups are off.
INHERITED = {
    "allocated_storage",
    "backup_retention_period",
    "backup_window",
    "db_name",
    "db_subnet_group_name",
    "delete_automated_backups",
    "engine",
    "engine_version",
    "final_snapshot_identifier",
    "kms_key_id",
    "manage_master_user_password",
    "master_user_secret_kms_key_id",
    "password",
    "password_wo",
    "password_wo_version",
    "snapshot_identifier",
    "username",
}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """prod with two read replicas."""
    return rendered(tmp_path_factory.mktemp("project"), EVERYTHING)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_without_replicas_nothing_of_them_appears(environment: str) -> None:
    for path in (GENERATED / environment).rglob("*.tf"):
        assert not re.search("replica(?!t)|reader", path.read_text(), re.IGNORECASE), path


def test_a_replica_says_what_it_does_not_inherit(tree: Path) -> None:
    ((_, replica),) = blocks(tree, "resource", "aws_db_instance", "replica")
    ((_, primary),) = blocks(tree, "resource", "aws_db_instance", "this")
    settings = {
        attribute.name: value(replica.body, attribute.name) for attribute in replica.body.attributes
    }
    assert set(settings).isdisjoint(INHERITED)
    assert {attribute.name for attribute in primary.body.attributes} - set(
        settings
    ) <= INHERITED | {"allow_major_version_upgrade"}
    known = {name: found for name, found in settings.items() if isinstance(found, bool | int | str)}
    assert known == {
        "apply_immediately": False,
        "auto_minor_version_upgrade": True,
        "ca_cert_identifier": "rds-ca-rsa2048-g1",
        "copy_tags_to_snapshot": True,
        "deletion_protection": True,
        "iam_database_authentication_enabled": True,
        "instance_class": "db.r6g.large",
        "maintenance_window": "sun:05:00-sun:06:00",
        "max_allocated_storage": 500,
        "monitoring_interval": 60,
        "multi_az": False,
        "performance_insights_enabled": True,
        "performance_insights_retention_period": 7,
        "port": 5432,
        "publicly_accessible": False,
        "skip_final_snapshot": True,
        "storage_encrypted": True,
        "storage_type": "gp3",
    }
    text = block_text(tree, "modules/database/main.tf", replica)
    for line in (
        'for_each = toset(["1", "2"])',
        'identifier          = "fintech-variant-postgres-replica-${each.key}"',
        "replicate_source_db = aws_db_instance.this.identifier",
        "parameter_group_name   = aws_db_parameter_group.this.name",
        "monitoring_role_arn                   = aws_iam_role.monitoring.arn",
        "    aws_cloudwatch_log_group.replica,\n",
    ):
        assert line in text


def test_the_log_groups_exist_before_the_replicas(tree: Path) -> None:
    ((path, group),) = blocks(tree, "resource", "aws_cloudwatch_log_group", "replica")
    assert (
        block_text(tree, path, group)
        == """resource "aws_cloudwatch_log_group" "replica" {
  for_each = toset([
    "replica-1/postgresql",
    "replica-1/upgrade",
    "replica-2/postgresql",
    "replica-2/upgrade",
  ])

  name              = "/aws/rds/instance/fintech-variant-postgres-${each.key}"
  retention_in_days = 365
  kms_key_id        = var.logs_kms_key_arn
}"""
    )


def test_services_with_a_database_get_the_first_replica(tree: Path) -> None:
    for service in ("api", "worker"):
        text = (tree / f"modules/ecs_service/{service}/main.tf").read_text()
        assert text.count('{ name = "DB_READER_HOST", value = var.database_reader_address }') == 1
    ((_, output),) = blocks(tree, "output", "reader_address")
    assert 'aws_db_instance.replica["1"].address' in block_text(
        tree, "modules/database/outputs.tf", output
    )
    ((path, output),) = blocks(tree, "output", "rds_reader_endpoints")
    assert path == "outputs.tf"
    assert "module.database.reader_endpoints" in block_text(tree, path, output)


def test_a_service_without_database_gets_none(tmp_path: Path) -> None:
    yaml = EVERYTHING.replace("services:\n", "services:\n  worker: {database: false}\n")
    text = (rendered(tmp_path, yaml) / "modules/ecs_service/worker/main.tf").read_text()
    assert "DB_READER_HOST" not in text


def test_each_replica_is_watched(tree: Path) -> None:
    alarms = {
        block.labels[1]: block
        for path, block in blocks(tree, "resource", "aws_cloudwatch_metric_alarm")
        if block.labels[1].startswith("db_replica")
    }
    assert {
        name: (
            value(b.body, "metric_name"),
            value(b.body, "comparison_operator"),
            value(b.body, "threshold"),
        )
        for name, b in alarms.items()
    } == {
        "db_replica_cpu": ("CPUUtilization", "GreaterThanThreshold", 80),
        # 20 % of 100 GiB.
        "db_replica_free_storage": ("FreeStorageSpace", "LessThanThreshold", 21474836480),
        "db_replica_lag": ("ReplicaLag", "GreaterThanThreshold", 600),
    }
    for block in alarms.values():
        text = block_text(tree, "modules/monitoring/main.tf", block)
        assert 'for_each = toset(["1", "2"])' in text
        assert "DBInstanceIdentifier = var.db_replica_identifiers[each.key]" in text
        assert 'alarm_name          = "fintech-variant-rds-replica-${each.key}-' in text
        assert "alarm_actions       = [aws_sns_topic.alarms.arn]" in text


def _may_create_replicas(tree: Path) -> list[str]:
    return [
        str(value(statement.body, "sid"))
        for _, document in blocks(tree, "data", "aws_iam_policy_document")
        for statement in document.body.blocks_of("statement")
        if "rds:CreateDBInstanceReadReplica" in str(value(statement.body, "actions"))
    ]


def test_the_deployment_role_makes_replicas_of_its_environment(tree: Path, tmp_path: Path) -> None:
    assert _may_create_replicas(tree) == ["RdsManageOwn"]
    assert _may_create_replicas(rendered(tmp_path, VARIANTS["minimal"])) == []


def test_an_environment_to_destroy_has_replicas_to_destroy(tmp_path: Path) -> None:
    yaml = VARIANTS["interface endpoints without NAT gateways"]
    ((_, replica),) = blocks(rendered(tmp_path, yaml), "resource", "aws_db_instance", "replica")
    assert value(replica.body, "deletion_protection") is False
    assert value(replica.body, "apply_immediately") is True
