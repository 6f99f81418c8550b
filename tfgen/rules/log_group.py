"""A log group is not declared, keeps its logs for ever, or may be created too late.

AWS documents that a log group without a retention keeps its events, and is billed for them, for
ever. Who writes to a group that is not there either fails or lets AWS create it:

- the awslogs driver of ECS does not create the group, so the tasks never start; with
  `awslogs-create-group` AWS creates it, without retention;
- RDS, DocumentDB and Neptune log exports, Lambda, Container Insights of ECS, EKS, CodeBuild and
  VPC flow logs create the group themselves, without retention and without a KMS key; a group of
  that name that Terraform creates afterwards fails with ResourceAlreadyExistsException;
- access logs of API Gateway, Step Functions, query logs of Route 53, OpenSearch, WAF, MSK,
  ElastiCache, VPN tunnels, CloudTrail, ECS Exec and filters need a group that exists.

Found: a group that is used by its name and that the root does not declare; a declared group
without `retention_in_days` (or with 0, which is for ever); a group that is written as an equal
name instead of a reference, where nothing makes Terraform create it first. Lambda, CodeBuild and
ECS Exec write at their first run only, so their order is not asked for. A group that a data source
reads counts as declared. Not found: names that only Terraform could tell, groups in other
accounts, functions that CloudFront runs, and missing groups in a folder that nobody applies or
that calls a module which cannot be read.

Fail:

    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_ecs_task_definition" "app" {
      family = "app"
      container_definitions = jsonencode([{
        name  = "app"
        image = "111111111111.dkr.ecr.us-east-1.amazonaws.com/app:1.0.0"
        logConfiguration = {
          logDriver = "awslogs"
          options = {
            "awslogs-group"         = "/ecs/dev/app"
            "awslogs-region"        = "us-east-1"
            "awslogs-stream-prefix" = "app"
          }
        }
      }])
    }

Fail:

    resource "aws_cloudwatch_log_group" "app" {
      name = "/ecs/dev/app"
    }

Pass:

    resource "aws_cloudwatch_log_group" "app" {
      name              = "/ecs/dev/app"
      retention_in_days = 365
    }

    resource "aws_ecs_task_definition" "app" {
      family = "app"
      container_definitions = jsonencode([{
        name  = "app"
        image = "111111111111.dkr.ecr.us-east-1.amazonaws.com/app:1.0.0"
        logConfiguration = {
          logDriver = "awslogs"
          options = {
            "awslogs-group"         = aws_cloudwatch_log_group.app.name
            "awslogs-region"        = "us-east-1"
            "awslogs-stream-prefix" = "app"
          }
        }
      }])
    }

Pass:

    resource "aws_cloudwatch_log_group" "postgresql" {
      name              = "/aws/rds/instance/dev-postgres/postgresql"
      retention_in_days = 365
    }

    resource "aws_db_instance" "this" {
      identifier                      = "dev-postgres"
      instance_class                  = "db.t4g.micro"
      enabled_cloudwatch_logs_exports = ["postgresql"]
      depends_on                      = [aws_cloudwatch_log_group.postgresql]
    }

Mend: declare an aws_cloudwatch_log_group with that name and `retention_in_days`, and use its
`name` or `arn`. Where AWS derives the name, put the group into `depends_on` of the writer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.errors import Problem
from tfgen.rules._absent import is_absent
from tfgen.rules._log_arguments import CREATES
from tfgen.rules._log_groups import Groups
from tfgen.rules._log_writers import GROUP, Use, uses
from tfgen.rules._patterns import shown

if TYPE_CHECKING:
    from tfgen.findings import Severity
    from tfgen.program.model import Module, Program, Resource

ID: Final = "TFG002"
NAME: Final = "log-group"
SEVERITY: Final[Severity] = "error"


def check(program: Program) -> Iterator[Problem]:
    """Log groups without retention, undeclared ones, and those that may come too late."""
    for root in program.roots:
        for group in root.find(GROUP):
            yield from _retention(group)
        if root.is_complete:
            yield from _used(root)


def _retention(group: Resource) -> Iterator[Problem]:
    days, kind = group.get("retention_in_days"), group.get("log_group_class")
    # AWS keeps groups of this class for a fixed time.
    if kind is not None and kind.text in (None, "DELIVERY"):
        return
    if not is_absent(group, "retention_in_days") if days is None else days.number != 0:
        return
    yield Problem(
        f"{group.block_address} has no retention: AWS keeps its events for ever",
        group.where_of("retention_in_days") if days is None else days.where,
        "set retention_in_days, for instance to 365",
    )


def _used(root: Module) -> Iterator[Problem]:
    groups = Groups(root)
    services = _Services(root)
    for use in uses(root):
        group = groups.same(use)
        if group is not None:
            if group.mode == "managed" and use.ordered and not services.after(use.user, group):
                yield _late(root, use, group)
        elif use.declared and root.is_deployable and not groups.possible(use):
            yield _missing(use)


class _Services:
    """Which services run a task definition, and what is created before them."""

    def __init__(self, root: Module) -> None:
        self._root = root
        self._services: dict[int, list[Resource]] = {}
        for service in root.find("aws_ecs_service"):
            task = service.get("task_definition")
            for found in () if task is None else task.resources():
                self._services.setdefault(id(found), []).append(service)

    def after(self, user: Resource, group: Resource) -> bool:
        """Whether ``user``, or every service that runs it, comes after ``group``."""
        if self._root.depends_on(user, group):
            return True
        services = self._services.get(id(user), ())
        return bool(services) and all(self._root.depends_on(service, group) for service in services)


def _missing(use: Use) -> Problem:
    name = shown(use.pattern)
    return Problem(
        f'log group "{name}" of {use.what} is not declared in this root: {use.outcome}',
        use.where,
        f'declare an {GROUP} with name = "{name}" and retention_in_days, '
        f"and let {use.user.block_address} depend on it",
    )


def _late(root: Module, use: Use, group: Resource) -> Problem:
    then = (
        "AWS may create it first, and Terraform then fails because it exists"
        if use.outcome == CREATES
        else use.outcome
    )
    name, user, address = shown(use.pattern), use.user.block_address, group.block_address
    hint = f"refer to {address} instead of its name, or add it to depends_on of {user}"
    if root.depends_on(group, use.user):
        hint = (
            f"write the name in {address} without a reference to {user}, and let that depend on it"
        )
    return Problem(
        f'nothing makes Terraform create log group "{name}" before {use.what}: {then}',
        use.where,
        hint,
        (("declared", group.where),),
    )
