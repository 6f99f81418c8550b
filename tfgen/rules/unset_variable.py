"""Every variable of a root has a value.

`terraform plan` asks for a variable without value, and fails where nobody can answer: in a
pipeline.

Found: variables without default, of a root that configures a provider or a backend, that neither
`terraform.tfvars` nor an `*.auto.tfvars` sets. Values from elsewhere (`-var`, `-var-file`,
`TF_VAR_…`, a workspace's settings) cannot be seen, so this is a warning.

Fail:

    provider "aws" {
      region = var.region
    }

    variable "region" {
      type = string
    }

Pass:

    provider "aws" {
      region = var.region
    }

    variable "region" {
      type    = string
      default = "eu-west-1"
    }

Mend: set it in terraform.tfvars, or give it a default.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tfgen.errors import Problem
from tfgen.rules._declarations import header

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfgen.findings import Severity
    from tfgen.program.model import Program

ID: Final = "TFG310"
NAME: Final = "unset-variable"
SEVERITY: Final[Severity] = "warning"


def check(program: Program) -> Iterator[Problem]:
    """Look at the variables of the roots that somebody applies."""
    for root in program.roots:
        if not root.source.complete or not root.is_deployable:
            continue
        for name, declared in root.source.variables.items():
            is_set = declared.block.body.attribute("default") or name in root.source.assigned
            if not is_set:
                yield Problem(
                    f"var.{name} has no value",
                    header(declared),
                    f"set {name} in terraform.tfvars, or give the variable a default; "
                    f"for one run, TF_VAR_{name} or -var does it",
                )
