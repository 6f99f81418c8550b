"""A resource, data source or ephemeral resource is of a type that its provider does not have.

`terraform validate` and every plan refuse the folder. The types are those of the provider's own
schema, in the versions that `required_providers` of the folder, and of the roots that call it,
allow: a type that was removed in one major version, or is new in another, is found where the
constraint asks for a version without it.

Types of providers without schema are not checked (TFG328).

Fail:

    resource "aws_vpcs" "this" {
      cidr_block = "10.0.0.0/16"
    }

Pass:

    resource "aws_vpc" "this" {
      cidr_block = "10.0.0.0/16"
    }

Mend: write the type as the provider names it, or ask for a version of the provider that has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.rules._schema import problems

if TYPE_CHECKING:
    from tfgen.errors import Problem
    from tfgen.findings import Severity
    from tfgen.program.model import Program

ID: Final = "TFG321"
NAME: Final = "unknown-type"
SEVERITY: Final[Severity] = "error"


def check(program: Program) -> Iterator[Problem]:
    """Every resource type that the provider does not have."""
    yield from problems(program, ID)
