"""A block lacks an argument or nested block that the provider requires.

`terraform validate` refuses the folder. Found at any depth: arguments that are required in every
version of the provider that may be used, and types of nested blocks of which there are fewer than
the schema asks for. A dynamic block counts as present unless its `for_each` is written out and too
short.

What only the provider's code requires, such as one of two arguments, is in no schema and not found.

Fail:

    resource "aws_subnet" "this" {
      cidr_block = "10.0.0.0/24"
    }

Pass:

    resource "aws_subnet" "this" {
      vpc_id     = "vpc-0a1b2c3d"
      cidr_block = "10.0.0.0/24"
    }

Mend: add what is missing; the documentation of the provider says which values it takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.rules._schema import problems

if TYPE_CHECKING:
    from tfgen.errors import Problem
    from tfgen.findings import Severity
    from tfgen.program.model import Program

ID: Final = "TFG323"
NAME: Final = "missing-argument"
SEVERITY: Final[Severity] = "error"


def check(program: Program) -> Iterator[Problem]:
    """Every required argument and block that is not there."""
    yield from problems(program, ID)
