"""Something exists in one major version of the provider, and the constraints allow another as well.

Which version is used is decided when somebody runs `terraform init`: the folder works with one and
is refused with the other. Found are types, arguments, blocks and attributes that only one of the
known major versions has, and arguments that only one of them requires, where the constraints of
the folder and of the roots that call it allow both. Without any constraint Terraform takes the
newest version, so that only what the newest lacks is found.

Fail:

    terraform {
      required_providers {
        aws = {
          source  = "hashicorp/aws"
          version = ">= 5.0"
        }
      }
    }

    resource "aws_vpc" "this" {
      region     = "eu-west-1"
      cidr_block = "10.0.0.0/16"
    }

Pass:

    terraform {
      required_providers {
        aws = {
          source  = "hashicorp/aws"
          version = "~> 6.0"
        }
      }
    }

    resource "aws_vpc" "this" {
      region     = "eu-west-1"
      cidr_block = "10.0.0.0/16"
    }

Mend: let the constraint in required_providers name the major version that is meant, or write it so
that it works with both.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.rules._schema import problems

if TYPE_CHECKING:
    from tfgen.errors import Problem
    from tfgen.findings import Severity
    from tfgen.program.model import Program

ID: Final = "TFG327"
NAME: Final = "provider-version"
SEVERITY: Final[Severity] = "warning"


def check(program: Program) -> Iterator[Problem]:
    """Everything whose existence depends on the version that is chosen."""
    yield from problems(program, ID)
