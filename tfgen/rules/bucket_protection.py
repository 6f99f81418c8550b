"""Nothing says that a bucket is private, or how it is encrypted.

AWS blocks public access to new buckets by itself since April 2023, and encrypts new objects. An
`aws_s3_bucket_public_access_block` and an `aws_s3_bucket_server_side_encryption_configuration` in
the code keep it so when somebody changes the bucket by hand, and let a reviewer see it.

Found, in a root that is applied and could be read whole: a bucket that nothing in the root gives a
public access block, or an encryption configuration. That a bucket is opened is TFG113. What the
assets bucket of an environment must have is TFG003.

Fail:

    provider "aws" {
      region = "eu-west-1"
    }

    resource "aws_s3_bucket" "reports" {
      bucket = "acme-reports"
    }

Pass:

    provider "aws" {
      region = "eu-west-1"
    }

    resource "aws_s3_bucket" "reports" {
      bucket = "acme-reports"
    }

    resource "aws_s3_bucket_public_access_block" "reports" {
      bucket                  = aws_s3_bucket.reports.id
      block_public_acls       = true
      block_public_policy     = true
      ignore_public_acls      = true
      restrict_public_buckets = true
    }

    resource "aws_s3_bucket_server_side_encryption_configuration" "reports" {
      bucket = aws_s3_bucket.reports.id

      rule {
        apply_server_side_encryption_by_default {
          sse_algorithm = "aws:kms"
        }
      }
    }

Mend: add the two resources for the bucket.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tfgen.errors import Problem
from tfgen.rules._buckets import BucketParts
from tfgen.rules._environment import asset_buckets, is_environment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfgen.findings import Severity
    from tfgen.program.model import Program

ID: Final = "TFG105"
NAME: Final = "bucket-protection"
SEVERITY: Final[Severity] = "warning"

# The resource, the block of aws_s3_bucket that did the same before, and what is missing.
_PARTS = (
    ("aws_s3_bucket_public_access_block", "", "public access block"),
    (
        "aws_s3_bucket_server_side_encryption_configuration",
        "server_side_encryption_configuration",
        "encryption configuration",
    ),
)


def check(program: Program) -> Iterator[Problem]:
    """Look at every bucket of the roots that are applied."""
    for root in program.roots:
        if not (root.is_deployable and root.is_complete):
            continue
        assets = asset_buckets(root) if is_environment(root) else ()
        for kind, block, what in _PARTS:
            parts = BucketParts(root, kind)
            for bucket in root.find("aws_s3_bucket"):
                if bucket in assets or (block and block in bucket.names):
                    continue
                if not parts.of(bucket) and not parts.may_exist(bucket):
                    yield Problem(
                        f"{bucket.block_address} has no {what}",
                        bucket.where,
                        f"add an {kind} for it",
                    )
