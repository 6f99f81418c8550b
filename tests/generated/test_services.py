"""Two and five services: the exact blocks that differ with what the services are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.generated.variants import (
    FIVE_SERVICES,
    LEGACY,
    TWO_SERVICES,
    block_text,
    blocks,
    bodies,
    rendered,
)


@pytest.fixture(scope="module", params=["", LEGACY], ids=["alone", "with legacy"])
def legacy(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def two(legacy: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rendered(tmp_path_factory.mktemp("two"), TWO_SERVICES + legacy)


@pytest.fixture(scope="module")
def five(legacy: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rendered(tmp_path_factory.mktemp("five"), FIVE_SERVICES + legacy)


def _the(tree: Path, kind: str, *labels: str) -> str:
    ((path, block),) = list(blocks(tree, kind, *labels))
    return block_text(tree, path, block)


def _modules(tree: Path) -> list[str]:
    return [block.labels[0] for block in bodies(tree)["main.tf"].blocks_of("module")]


def _names(tree: Path, kind: str) -> list[str]:
    return [block.labels[1] for _, block in blocks(tree, "resource", kind)]


BEFORE = [
    "data_key",
    "logs_key",
    "network",
    "security_groups",
    "log_bucket",
    "assets_bucket",
    "alb",
    "database",
    "ecs_cluster",
]


def test_modules(two: Path, five: Path) -> None:
    assert _modules(two) == [*BEFORE, "service_api", "service_worker", "monitoring"]
    assert _modules(five) == [
        *BEFORE,
        "service_api",
        "service_worker",
        "service_admin",
        "service_database",
        "service_mail_out",
        "monitoring",
    ]
    for tree, names in (
        (two, {"api", "worker"}),
        (five, {"api", "worker", "admin", "database", "mail-out"}),
    ):
        assert {path.name for path in (tree / "modules/ecs_service").iterdir()} == names


def test_the_root_hands_each_service_what_it_uses(five: Path) -> None:
    assert (
        _the(five, "module", "service_admin")
        == """\
module "service_admin" {
  source = "./modules/ecs_service/admin"

  cluster_arn       = module.ecs_cluster.cluster_arn
  subnet_ids        = module.network.app_subnet_ids
  security_group_id = module.security_groups.app_security_group_id
  target_group_arn  = module.alb.target_group_arns["admin"]
  secret_arns = {
    "admin-token" = data.aws_secretsmanager_secret.service_admin["admin-token"].arn
  }
  data_kms_key_arn         = module.data_key.key_arn
  logs_kms_key_arn         = module.logs_key.key_arn
  permissions_boundary_arn = local.permissions_boundary_arn
}"""
    )
    assert (
        _the(five, "module", "service_mail_out")
        == """\
module "service_mail_out" {
  source = "./modules/ecs_service/mail-out"

  cluster_arn              = module.ecs_cluster.cluster_arn
  cluster_name             = module.ecs_cluster.cluster_name
  subnet_ids               = module.network.app_subnet_ids
  security_group_id        = module.security_groups.app_security_group_id
  logs_kms_key_arn         = module.logs_key.key_arn
  permissions_boundary_arn = local.permissions_boundary_arn
}"""
    )


def test_rules_of_the_load_balancer(two: Path, five: Path) -> None:
    assert _names(two, "aws_lb_target_group") == ["api"]
    assert _names(five, "aws_lb_target_group") == ["api", "admin", "database"]
    assert _names(two, "aws_lb_listener_rule") == ["api"]
    assert _names(five, "aws_lb_listener_rule") == ["api", "admin", "database"]
    assert (
        _the(two, "resource", "aws_lb_listener_rule", "api")
        == """\
resource "aws_lb_listener_rule" "api" {
  listener_arn = aws_lb_listener.https.arn
  priority     = 100

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.api.arn
  }

  condition {
    host_header {
      values = ["api.staging.fintech.example", "www.staging.fintech.example"]
    }
  }

  condition {
    path_pattern {
      values = ["/*"]
    }
  }

  tags = {
    Name = "fintech-variant-api"
  }
}"""
    )
    assert (
        _the(five, "resource", "aws_lb_listener_rule", "database")
        == """\
resource "aws_lb_listener_rule" "database" {
  listener_arn = aws_lb_listener.https.arn
  priority     = 30

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.database.arn
  }

  condition {
    path_pattern {
      values = ["/*"]
    }
  }

  tags = {
    Name = "fintech-variant-database"
  }
}"""
    )


def test_one_rule_of_the_security_groups_for_each_port(two: Path, five: Path) -> None:
    always = ["app_https", "app_to_database"]
    egress = "aws_vpc_security_group_egress_rule"
    assert _names(two, egress) == ["alb_to_app_8080", *always]
    assert _names(five, egress) == ["alb_to_app_8080", "alb_to_app_9000", *always]


@pytest.mark.parametrize("kind", ["validation", "app"])
def test_a_record_for_each_host(kind: str, two: Path, five: Path) -> None:
    for tree, hosts in (
        (two, '"api.staging.fintech.example", "www.staging.fintech.example"'),
        (five, '"api.dev.fintech.example", "admin.dev.fintech.example"'),
    ):
        record = _the(tree, "resource", "aws_route53_record", kind)
        assert f"  for_each = toset([{hosts}])\n" in record


def test_alarms_of_each_service(two: Path, five: Path) -> None:
    database = ["db_cpu", "db_free_storage"]
    answers = ["alb_elb_5xx", "alb_target_5xx"]
    assert _names(two, "aws_cloudwatch_metric_alarm") == [
        *database,
        *answers,
        "unhealthy_hosts_api",
        "missing_tasks_api",
        "missing_tasks_worker",
    ]
    assert _names(five, "aws_cloudwatch_metric_alarm") == [
        *database,
        *answers,
        "unhealthy_hosts_api",
        "missing_tasks_api",
        "missing_tasks_worker",
        "unhealthy_hosts_admin",
        "missing_tasks_admin",
        "unhealthy_hosts_database",
        "missing_tasks_database",
        "missing_tasks_mail_out",
    ]


def test_outputs_name_every_service(five: Path) -> None:
    assert (
        _the(five, "output", "ecs_service_names")
        == """\
output "ecs_service_names" {
  description = "ECS service of each service."
  value = {
    "api"      = module.service_api.service_name
    "worker"   = module.service_worker.service_name
    "admin"    = module.service_admin.service_name
    "database" = module.service_database.service_name
    "mail-out" = module.service_mail_out.service_name
  }
}"""
    )
    assert "  value       = module.service_api.service_name\n" in _the(
        five, "output", "ecs_service_name"
    )


def test_nothing_of_the_legacy_account_without_it(two: Path, five: Path, legacy: str) -> None:
    for tree in (two, five):
        texts = [path for path in tree.rglob("*.tf") if "legacy" in path.read_text().lower()]
        found = sorted(path.relative_to(tree).as_posix() for path in texts)
        assert found == (
            [
                "legacy.tf",
                "modules/deployment_role/policies.tf",
                "outputs.tf",
            ]
            if legacy
            else []
        )
