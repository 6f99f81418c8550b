"""An expression reads something that a resource or data source does not have.

`terraform validate` refuses most of it, the plan all of it. Found are attributes that are not
there, at any depth of nested blocks and objects, through list indexes, splats, `for`, `each.value`,
locals and `self`; attributes of what is a list, set, string, number or bool; items of a set by
number; names in `ignore_changes`. What only another major version of the provider has is found
where the version constraints exclude that version.

In `try` and `can` only that is found which Terraform refuses there, too. What an output of a module
or a variable holds is not followed.

Fail:

    resource "aws_vpc" "this" {
      cidr_block = "10.0.0.0/16"
    }

    output "vpc" {
      value = aws_vpc.this.idd
    }

Pass:

    resource "aws_vpc" "this" {
      cidr_block = "10.0.0.0/16"
    }

    output "vpc" {
      value = aws_vpc.this.id
    }

Mend: write the attribute as the provider names it; choose an item of a list first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.rules._schema import problems

if TYPE_CHECKING:
    from tfgen.errors import Problem
    from tfgen.findings import Severity
    from tfgen.program.model import Program

ID: Final = "TFG326"
NAME: Final = "unknown-attribute"
SEVERITY: Final[Severity] = "error"


def check(program: Program) -> Iterator[Problem]:
    """Every read of an attribute that is not there."""
    yield from problems(program, ID)
