"""A bucket answers requests without TLS.

S3 answers plain HTTP unless the bucket's policy denies it: a `Deny` of `s3:*` to everybody where
`aws:SecureTransport` is `false`, on the bucket and its objects.

Found, in a root that is applied and could be read whole: a bucket without such a statement in its
policy. Policies that cannot be known whole are not reported.

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

    resource "aws_s3_bucket_policy" "reports" {
      bucket = aws_s3_bucket.reports.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Sid       = "TlsOnly"
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:*"
          Resource  = [aws_s3_bucket.reports.arn, "${aws_s3_bucket.reports.arn}/*"]
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        }]
      })
    }

Mend: add the statement of the passing example to the bucket's policy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tfgen.errors import Problem
from tfgen.program.policies import policies
from tfgen.rules._buckets import BucketParts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfgen.findings import Severity
    from tfgen.program.model import Module, Program
    from tfgen.program.policies import Policy, Statement
    from tfgen.program.values import Value

ID: Final = "TFG103"
NAME: Final = "bucket-tls"
SEVERITY: Final[Severity] = "warning"

_POLICY = "aws_s3_bucket_policy"


def check(program: Program) -> Iterator[Problem]:
    """Look at the policy of every bucket of the roots that are applied."""
    for root in program.roots:
        if root.is_deployable and root.is_complete:
            yield from _root(root)


def _root(root: Module) -> Iterator[Problem]:
    buckets = tuple(root.find("aws_s3_bucket"))
    if not buckets:
        return
    parts = BucketParts(root, _POLICY)
    by_owner: dict[int, list[Policy]] = {}
    for policy in policies(root):
        by_owner.setdefault(id(policy.owner), []).append(policy)
    for bucket in buckets:
        if parts.may_exist(bucket):
            continue
        owners = (bucket, *parts.of(bucket))
        own = [policy for owner in owners for policy in by_owner.get(id(owner), ())]
        if any(not policy.complete for policy in own):
            continue
        if not any(_denies(statement) for policy in own for statement in policy.statements):
            yield Problem(
                f"the policy of {bucket.block_address} does not deny requests without TLS to it "
                "and its objects"
                if own
                else f"{bucket.block_address} has no policy that denies requests without TLS",
                own[0].where if own else bucket.where,
                "deny s3:* to everybody on the bucket and its objects where aws:SecureTransport is "
                '"false"',
            )


def _denies(statement: Statement) -> bool:
    everybody = any(
        principal.type == "*" or principal.value.text == "*" for principal in statement.principals
    )
    return (
        statement.effect == "Deny"
        and everybody
        and any(
            condition.variable.lower() == "aws:securetransport"
            and condition.test.lower() == "bool"
            and any((value.text or "").lower() == "false" for value in condition.values)
            for condition in statement.conditions
        )
        and any((action.text or "").lower() in ("s3:*", "*") for action in statement.actions)
        and _is_whole(statement.resources)
    )


def _is_whole(resources: tuple[Value, ...]) -> bool:
    """Whether resources may be a bucket and its objects; what is not known may be either."""
    patterns = [resource.pattern() for resource in resources]
    objects = any(pattern is None or pattern.endswith("*") for pattern in patterns)
    bucket = any(pattern is None or "/" not in pattern for pattern in patterns)
    return objects and bucket
