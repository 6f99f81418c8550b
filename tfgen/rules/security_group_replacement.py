"""A security group in use cannot be renamed: Terraform waits for AWS to let the old one go.

A change of `name`, `name_prefix`, `description` or `vpc_id` replaces a security group. Without
`create_before_destroy` Terraform deletes the old one first, which AWS refuses while a network
interface has it (DependencyViolation); the provider tries for 15 minutes and fails. The provider's
documentation recommends `create_before_destroy` for that reason.

Found: groups that a load balancer, database, cache, ECS service, function, instance, endpoint or
the like uses. Found as a warning, because nothing but such a change brings it out. What a resource
with `create_before_destroy` depends on is created first as well, and is no finding.

Fail:

    resource "aws_security_group" "database" {
      name = "database"
    }

    resource "aws_db_instance" "this" {
      identifier             = "app"
      vpc_security_group_ids = [aws_security_group.database.id]
    }

Pass:

    resource "aws_security_group" "database" {
      name_prefix = "database-"

      lifecycle {
        create_before_destroy = true
      }
    }

    resource "aws_db_instance" "this" {
      identifier             = "app"
      vpc_security_group_ids = [aws_security_group.database.id]
    }

Mend: set `create_before_destroy = true`. Use `name_prefix` where the description may change, too:
names are unique within a VPC.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.errors import Problem
from tfgen.rules._users import SECURITY_GROUPS, stuck

if TYPE_CHECKING:
    from tfgen.findings import Severity
    from tfgen.program.model import Program

ID: Final = "TFG135"
NAME: Final = "security-group-replacement"
SEVERITY: Final[Severity] = "warning"


def check(program: Program) -> Iterator[Problem]:
    """Security groups of every root that a rename would leave half-way."""
    for root in program.roots:
        for used, user, outcome in stuck(root, SECURITY_GROUPS):
            yield Problem(
                f"{used.block_address} cannot be renamed while {user.block_address} uses it: "
                f"{outcome}",
                used.where,
                "add a lifecycle block with create_before_destroy = true",
                (("used", user.where),),
            )
