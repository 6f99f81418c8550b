"""A root that somebody applies does not say where its state is kept.

Without a `backend` or `cloud` block Terraform writes `terraform.tfstate` beside the code: it is on
one machine, without a lock, and ends up in git or is lost.

Found: a root with a provider configuration and resources, and without a backend. A root that makes
the place for state itself (a bucket or table with "tfstate" or "terraform-state" in its name) is
left alone, because its first apply has nowhere else to go; so are folders that others call as
modules.

Fail:

    provider "aws" {
      region = "eu-west-1"
    }

    resource "aws_sqs_queue" "jobs" {
      name = "jobs"
    }

Pass:

    terraform {
      backend "s3" {
        bucket       = "acme-tfstate-dev"
        key          = "env/dev/terraform.tfstate"
        region       = "eu-west-1"
        encrypt      = true
        use_lockfile = true
      }
    }

    provider "aws" {
      region = "eu-west-1"
    }

    resource "aws_sqs_queue" "jobs" {
      name = "jobs"
    }

Mend: add a `terraform { backend "s3" { … } }` block and run `terraform init -migrate-state`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tfgen.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfgen.findings import Severity
    from tfgen.program.model import Module, Program

ID: Final = "TFG122"
NAME: Final = "missing-backend"
SEVERITY: Final[Severity] = "warning"

_STATE = re.compile(r"tf-?state|terraform-state|state-lock|tf-?lock", re.IGNORECASE)


def check(program: Program) -> Iterator[Problem]:
    """Look for a backend in each root that configures a provider and has resources."""
    for root in program.roots:
        if root.backend is None and root.top("provider") and any(root.find()):
            if not root.source.complete or _makes_the_place(root):
                continue
            yield Problem(
                "this root has no backend: its state stays on the machine that applies it",
                root.where,
                'add terraform { backend "s3" { … } } and run terraform init -migrate-state',
            )


def _makes_the_place(root: Module) -> bool:
    for resource in root.find("aws_s3_bucket", "aws_dynamodb_table"):
        name = resource.get("bucket" if resource.type == "aws_s3_bucket" else "name")
        text = (name.pattern() or "") if name is not None else ""
        if _STATE.search(text) or _STATE.search(resource.name.replace("_", "-")):
            return True
    return False
