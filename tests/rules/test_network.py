"""Network rules on the generated tree of dev: what is broken there is found, by the right rule."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from tfgen.hcl.parser import parse
from tfgen.program.load import load

ROOT = Path(__file__).parents[2]
FOLDER = "generated/dev"
RULES = (
    "cidr_overlap",
    "listener_tls",
    "load_balancer_subnets",
    "mixed_rules",
    "open_port",
    "peering",
    "public_database",
    "subnet_layout",
    "target_group_replacement",
    "task_network_path",
    "unreachable_database",
)
NETWORK = "modules/network/main.tf"
GROUPS = "modules/security_groups/main.tf"
ALB = "modules/alb/main.tf"

# A block that is taken out: the rule that misses it, and a line that it points at.
REMOVED = {
    (NETWORK, "aws_route", "public_internet"): {
        "load_balancer_subnets": 'module "alb" {',
        "subnet_layout": 'resource "aws_nat_gateway" "this" {',
    },
    (NETWORK, "aws_route", "app_nat"): {
        "task_network_path": 'resource "aws_route_table" "app" {',
    },
    (NETWORK, "aws_route_table_association", "app"): {
        "task_network_path": 'resource "aws_subnet" "app" {',
    },
    (NETWORK, "aws_route_table_association", "public"): {
        "load_balancer_subnets": 'module "alb" {',
        "subnet_layout": 'resource "aws_nat_gateway" "this" {',
    },
    (GROUPS, "aws_vpc_security_group_egress_rule", "alb_to_app_8080"): {
        "load_balancer_subnets": 'resource "aws_security_group" "alb" {',
    },
    (GROUPS, "aws_vpc_security_group_ingress_rule", "app_from_alb_8080"): {
        "load_balancer_subnets": 'resource "aws_security_group" "app" {',
    },
    (GROUPS, "aws_vpc_security_group_egress_rule", "app_https"): {
        "task_network_path": 'resource "aws_security_group" "app" {',
    },
    (GROUPS, "aws_vpc_security_group_egress_rule", "app_to_database"): {
        "unreachable_database": 'resource "aws_security_group" "app" {',
    },
    (GROUPS, "aws_vpc_security_group_ingress_rule", "database_from_app"): {
        "unreachable_database": 'resource "aws_security_group" "database" {',
    },
}

# A text and what takes its place: the rule, which points at the line of the change.
CHANGED = [
    (NETWORK, '"us-east-1b" = "10.0.1.0/24"', '"us-east-1b" = "10.0.0.128/25"', "subnet_layout"),
    (NETWORK, '"us-east-1b" = "10.0.1.0/24"', '"us-east-1b" = "10.9.1.0/24"', "subnet_layout"),
    (NETWORK, '"us-east-1b" = "10.0.1.0/24"', '"us-east-1b" = "10.0.1.7/24"', "subnet_layout"),
    (ALB, "ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-2016-08", "listener_tls"),
    (ALB, 'protocol    = "HTTPS"', 'protocol    = "HTTP"', "listener_tls"),
    (ALB, "-a793a", "-api", "target_group_replacement"),
    (ALB, "create_before_destroy = true", "create_before_destroy = false", "target_group_"),
    ("modules/database/main.tf", "accessible    = false", "accessible = true", "public_database"),
    (
        "main.tf",
        "aws_acm_certificate_validation.this.certificate_arn",
        "aws_acm_certificate.this.arn",
        "listener_tls",
    ),
    (
        "main.tf",
        "subnet_ids               = module.network.database_subnet_ids",
        "subnet_ids = module.network.public_subnet_ids",
        "public_database",
    ),
    (
        "main.tf",
        "public_subnet_ids = module.network.public_subnet_ids",
        "public_subnet_ids = module.network.app_subnet_ids",
        "load_balancer_subnets",
    ),
    (
        "main.tf",
        "subnet_ids          = module.network.app_subnet_ids",
        "subnet_ids          = module.network.database_subnet_ids",
        "task_network_path",
    ),
]


def _sources() -> dict[str, str]:
    return {
        path.relative_to(ROOT / FOLDER).as_posix(): path.read_text()
        for path in sorted((ROOT / FOLDER).rglob("*.tf"))
        if "bootstrap" not in path.parts
    }


def _findings(sources: dict[str, str]) -> Iterator[tuple[str, str, int]]:
    """Rule, file and line of every finding."""
    program = load(sources.items())
    for name in RULES:
        for problem in import_module(f"tfgen.rules.{name}").check(program):
            yield name, problem.where.file, problem.where.line


def test_the_generated_tree_is_clean() -> None:
    assert list(_findings(_sources())) == []


@pytest.mark.parametrize("part", REMOVED, ids=lambda part: f"{part[1]}.{part[2]}")
def test_a_missing_block_is_found(part: tuple[str, str, str]) -> None:
    sources = _sources()
    file, *labels = part
    (block,) = (one for one in parse(sources[file]).blocks if one.labels == tuple(labels))
    gone = sources[file][block.span.start : block.span.end]
    sources[file] = sources[file].replace(gone, "\n" * gone.count("\n"), 1)
    found = {name: _block_above(sources[file], line) for name, file, line in _findings(sources)}
    assert found == REMOVED[part]


def _block_above(text: str, line: int) -> str:
    """The header of the top-level block that a line stands in."""
    return next(
        one for one in reversed(text.split("\n")[:line]) if one.endswith("{") and one[0] != " "
    )


@pytest.mark.parametrize("change", CHANGED, ids=lambda change: f"{change[3]}: {change[2]}")
def test_a_change_is_found_at_its_line(change: tuple[str, str, str, str]) -> None:
    file, old, new, rule = change
    sources = _sources()
    assert old in sources[file]
    line = sources[file][: sources[file].index(old)].count("\n") + 1
    sources[file] = sources[file].replace(old, new, 1)
    found = set(_findings(sources))
    assert any(
        name.startswith(rule) and (where, at) == (file, line) for name, where, at in found
    ), found
    assert all(name.startswith(rule) for name, _, _ in found), found
