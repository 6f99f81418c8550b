"""An argument has a value of a type that it cannot take, or may not be set at all.

`terraform validate` or the plan refuse the folder. Found are values that are written out, and
attributes of other resources, whose types cannot be converted: Terraform makes a string of a number
or bool, reads a number or bool in a string, and takes a list for a set, and that is accepted here,
too. Objects in a list must name every attribute. A required argument that is null, an argument that
the provider itself sets, and more nested blocks than the schema allows are found as well.

Allowed values of strings are in no schema and not checked.

Fail:

    resource "aws_lb" "this" {
      internal = "yes"
      subnets  = "subnet-0a1b2c3d"
      arn      = "mine"
    }

Pass:

    resource "aws_lb" "this" {
      internal = "true"
      subnets  = ["subnet-0a1b2c3d"]
    }

Mend: write a value of the type that the message names; leave out what the provider sets.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.rules._schema import problems

if TYPE_CHECKING:
    from tfgen.errors import Problem
    from tfgen.findings import Severity
    from tfgen.program.model import Program

ID: Final = "TFG324"
NAME: Final = "argument-value"
SEVERITY: Final[Severity] = "error"


def check(program: Program) -> Iterator[Problem]:
    """Every value that its argument cannot take."""
    yield from problems(program, ID)
