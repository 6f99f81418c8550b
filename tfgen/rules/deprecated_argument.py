"""A resource type, an argument, a block or an attribute is deprecated.

The provider still takes it, says so in a warning at every plan, and removes it in one of its next
major versions: the upgrade then fails. Found where every version of the provider that the
constraints allow calls it deprecated. The schema does not say what to use instead, the provider's
documentation does.

Fail:

    resource "aws_s3_bucket" "this" {
      bucket = "example"
      acl    = "private"
    }

Pass:

    resource "aws_s3_bucket" "this" {
      bucket = "example"
    }

    resource "aws_s3_bucket_acl" "this" {
      bucket = aws_s3_bucket.this.id
      acl    = "private"
    }

Mend: use what the provider's documentation names in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.rules._schema import problems

if TYPE_CHECKING:
    from tfgen.errors import Problem
    from tfgen.findings import Severity
    from tfgen.program.model import Program

ID: Final = "TFG325"
NAME: Final = "deprecated-argument"
SEVERITY: Final[Severity] = "warning"


def check(program: Program) -> Iterator[Problem]:
    """Everything deprecated that is used."""
    yield from problems(program, ID)
