"""A file that Terraform refuses to read, or that two readers read differently.

tfgen reads every file twice: with its own parser, which is as strict as HashiCorp's, and with
python-hcl2. What the first refuses breaks `terraform init`. What only python-hcl2 refuses, or reads
as something else, is valid HCL that other tools built on that library would get wrong; the message
says which of the two it is. The rules cannot look into such a file; all other files are still
checked. A syntax error cannot be suppressed.

Fail:

    resource "aws_sns_topic" "this" {
      name = "orders" "events"
    }

Pass:

    resource "aws_sns_topic" "this" {
      name = "orders-events"
    }

Mend: correct the line. In a generated file, correct the template that wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tfgen.errors import Problem
    from tfgen.findings import Severity
    from tfgen.program.model import Program

ID: Final = "syntax"
NAME: Final = "syntax"
SEVERITY: Final[Severity] = "error"


def check(program: Program) -> Iterator[Problem]:  # noqa: ARG001 - files are read before there is a program
    """Nothing: syntax errors are found when files are read."""
    yield from ()
