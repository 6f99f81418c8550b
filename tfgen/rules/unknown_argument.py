"""A block holds an argument or nested block that the provider does not know there.

`terraform validate` refuses the folder. Found at any depth, in dynamic blocks, data sources and
`provider` blocks, too: names that are not there, an argument written as a block, a block written as
an argument, a label on a nested block. What only another major version of the provider has is found
where the version constraints exclude that version.

An attribute that is a list or set of objects may be written as blocks, as Terraform accepts it. The
arguments of Terraform itself (`count`, `for_each`, `depends_on`, `provider`, `lifecycle`,
`provisioner`, `connection`) are not the provider's.

Fail:

    resource "aws_vpc" "this" {
      cidr_blok = "10.0.0.0/16"

      tags {
        Name = "main"
      }
    }

Pass:

    resource "aws_vpc" "this" {
      cidr_block = "10.0.0.0/16"

      tags = {
        Name = "main"
      }
    }

Mend: write the name that the provider has; `x = …` for an argument, `x { … }` for a block.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.rules._schema import problems

if TYPE_CHECKING:
    from tfgen.errors import Problem
    from tfgen.findings import Severity
    from tfgen.program.model import Program

ID: Final = "TFG322"
NAME: Final = "unknown-argument"
SEVERITY: Final[Severity] = "error"


def check(program: Program) -> Iterator[Problem]:
    """Every argument and block that is written where the provider has none."""
    yield from problems(program, ID)
