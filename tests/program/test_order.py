"""Which resources are surely created before others."""

from __future__ import annotations

import pytest

from tfgen.program.load import load

FILES = {
    "main.tf": """
        resource "aws_cloudwatch_log_group" "direct" {}
        resource "aws_cloudwatch_log_group" "listed" {}
        resource "aws_cloudwatch_log_group" "unrelated" {}
        resource "aws_cloudwatch_log_group" "by_local" {}
        resource "aws_cloudwatch_log_group" "by_argument" {}
        resource "aws_cloudwatch_log_group" "by_call" {}
        locals {
          names = { x = aws_cloudwatch_log_group.by_local.name }
        }
        module "listener" { source = "./listener" }
        module "service" {
          source     = "./service"
          group      = aws_cloudwatch_log_group.by_argument.name
          target     = module.listener.target
          depends_on = [aws_cloudwatch_log_group.by_call]
        }
        resource "aws_ecs_service" "plain" {
          a = [aws_cloudwatch_log_group.direct.name]
          nested {
            deep { b = "${local.names.x}" }
          }
          depends_on = [aws_cloudwatch_log_group.listed]
        }
        resource "aws_ecs_service" "whole" { depends_on = [module.listener] }
        resource "aws_ecs_service" "second" { x = aws_ecs_service.plain.id }
    """,
    "service/main.tf": """
        variable "group" {}
        variable "target" {}
        resource "aws_ecs_service" "inside" {
          group  = var.group
          target = var.target
        }
        resource "aws_eip" "silent" {}
    """,
    "listener/main.tf": """
        resource "aws_lb_target_group" "this" {}
        resource "aws_lb_listener" "this" { x = aws_lb_target_group.this.arn }
        resource "aws_eip" "other" {}
        output "target" {
          value      = aws_lb_target_group.this.arn
          depends_on = [aws_lb_listener.this]
        }
    """,
}


@pytest.mark.parametrize(
    ("later", "earlier", "expected"),
    [
        ("aws_ecs_service.plain", "aws_cloudwatch_log_group.direct", True),
        ("aws_ecs_service.plain", "aws_cloudwatch_log_group.listed", True),
        ("aws_ecs_service.plain", "aws_cloudwatch_log_group.by_local", True),
        ("aws_ecs_service.plain", "aws_cloudwatch_log_group.unrelated", False),
        ("aws_ecs_service.second", "aws_cloudwatch_log_group.direct", True),
        ("aws_cloudwatch_log_group.direct", "aws_ecs_service.plain", False),
        ("module.service.aws_ecs_service.inside", "aws_cloudwatch_log_group.by_argument", True),
        ("module.service.aws_eip.silent", "aws_cloudwatch_log_group.by_argument", False),
        ("module.service.aws_eip.silent", "aws_cloudwatch_log_group.by_call", True),
        ("module.service.aws_ecs_service.inside", "module.listener.aws_lb_listener.this", True),
        ("module.service.aws_ecs_service.inside", "module.listener.aws_eip.other", False),
        ("aws_ecs_service.whole", "module.listener.aws_eip.other", True),
    ],
)
def test_order(later: str, earlier: str, expected: bool) -> None:
    (root,) = load(FILES.items()).roots
    by_address = {resource.address: resource for resource in root.find()}
    assert root.depends_on(by_address[later], by_address[earlier]) is expected


def test_a_circle_ends() -> None:
    text = """
    resource "aws_vpc" "a" { x = aws_vpc.b.id }
    resource "aws_vpc" "b" { x = aws_vpc.a.id }
    """
    (root,) = load([("main.tf", text)]).roots
    first, second = root.find("aws_vpc")
    assert root.depends_on(first, second)
    assert root.depends_on(second, first)
