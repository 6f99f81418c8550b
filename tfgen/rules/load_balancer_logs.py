"""A load balancer cannot write its access logs to the bucket it names.

A load balancer whose access logs are enabled is not created when its test write fails ("Access
Denied for bucket"). AWS documents: the bucket must be in the load balancer's region, encrypted with
SSE-S3 (`AES256`; application load balancers cannot use a KMS key), and its policy must allow
`s3:PutObject` to log delivery before the load balancer comes.

Found, for a bucket of the same root: an encryption configuration with `aws:kms`; no policy that
allows `s3:PutObject` to log delivery where the logs go (`<prefix>/AWSLogs/<account>/*`); a policy
that the load balancer does not depend on, so that it may come too late; another region. Unknown
buckets and policies are not reported.

Fail:

    resource "aws_s3_bucket" "logs" {
      bucket = "acme-logs"
    }

    resource "aws_lb" "this" {
      name    = "acme"
      subnets = ["subnet-1", "subnet-2"]

      access_logs {
        bucket  = aws_s3_bucket.logs.id
        enabled = true
      }
    }

Pass:

    resource "aws_s3_bucket" "logs" {
      bucket = "acme-logs"
    }

    resource "aws_s3_bucket_policy" "logs" {
      bucket = aws_s3_bucket.logs.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = { Service = "logdelivery.elasticloadbalancing.amazonaws.com" }
          Action    = "s3:PutObject"
          Resource  = "${aws_s3_bucket.logs.arn}/*"
        }]
      })
    }

    resource "aws_lb" "this" {
      name    = "acme"
      subnets = ["subnet-1", "subnet-2"]

      access_logs {
        bucket  = aws_s3_bucket.logs.id
        enabled = true
      }

      depends_on = [aws_s3_bucket_policy.logs]
    }

Mend: encrypt the bucket with `AES256`, allow log delivery to put objects, and let the load balancer
depend on the policy, best by taking the bucket's name from it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tfgen.aws.accounts import sure_account
from tfgen.errors import Problem
from tfgen.program.policies import matches, policies
from tfgen.program.values import UNKNOWN_PIECE
from tfgen.rules._buckets import BucketParts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfgen.findings import Severity
    from tfgen.program.model import Module, ObjectView, Program, Resource, View
    from tfgen.program.policies import Policy, Statement
    from tfgen.program.values import Value

ID: Final = "TFG171"
NAME: Final = "load-balancer-logs"
SEVERITY: Final[Severity] = "error"

_ENCRYPTION = "aws_s3_bucket_server_side_encryption_configuration"
_POLICY = "aws_s3_bucket_policy"
_DELIVERY = (
    "*",
    "logdelivery.elasticloadbalancing.amazonaws.com",
    "delivery.logs.amazonaws.com",
)
# The accounts of Elastic Load Balancing in the regions that came before August 2022, from AWS's
# page on access logs; they may write where log delivery may.
_BALANCER_ACCOUNTS = frozenset(
    (
        "009996457667",
        "027434742980",
        "033677994240",
        "054676820928",
        "076674570225",
        "098369216593",
        "114774131450",
        "127311923021",
        "156460612806",
        "507241528517",
        "582318560864",
        "600734575887",
        "635631232127",
        "652711504416",
        "718504428378",
        "754344448648",
        "783225319266",
        "797873946194",
        "897822967062",
        "985666609251",
    )
)


def check(program: Program) -> Iterator[Problem]:
    """Look at each load balancer that writes access logs to a bucket of the same root."""
    for root in program.roots:
        balancers = [
            (balancer, logs)
            for balancer in root.find("aws_lb", "aws_alb")
            for logs in balancer.blocks("access_logs")
            if _enabled(logs)
        ]
        if balancers:
            yield from _root(root, balancers)


def _enabled(logs: View | ObjectView) -> bool:
    """Whether the logs are surely on; the provider's default is off."""
    enabled = logs.get("enabled")
    return logs.certain and enabled is not None and enabled.truth is True


def _root(root: Module, balancers: list[tuple[Resource, View | ObjectView]]) -> Iterator[Problem]:
    by_name = {
        name.text: bucket
        for bucket in root.find("aws_s3_bucket")
        if (name := bucket.get("bucket")) is not None
    }
    encryption, attached = BucketParts(root, _ENCRYPTION), BucketParts(root, _POLICY)
    by_owner: dict[int, list[Policy]] = {}
    for policy in policies(root):
        by_owner.setdefault(id(policy.owner), []).append(policy)
    for balancer, logs in balancers:
        value = logs.get("bucket")
        bucket = value.resource if value is not None else None
        if bucket is None and value is not None and value.text is not None:
            bucket = by_name.get(value.text)
        if bucket is None or bucket.type != "aws_s3_bucket":
            continue
        yield from _encryption(balancer, bucket, encryption.of(bucket))
        yield from _region(balancer, bucket, logs)
        if not attached.may_exist(bucket):
            owners = attached.of(bucket)
            yield from _policy(root, balancer, bucket, logs, owners, by_owner)


def _encryption(
    balancer: Resource, bucket: Resource, configurations: tuple[Resource, ...]
) -> Iterator[Problem]:
    for configuration in configurations:
        for rule in configuration.blocks("rule"):
            for default in rule.blocks("apply_server_side_encryption_by_default"):
                algorithm = default.get("sse_algorithm")
                if algorithm is not None and (algorithm.text or "").startswith("aws:kms"):
                    yield Problem(
                        f"{balancer.block_address} logs to {bucket.block_address}, which is "
                        f"encrypted with {algorithm.text}: log delivery cannot write there",
                        algorithm.where,
                        'set sse_algorithm = "AES256"',
                        (("load balancer", balancer.where),),
                    )


def _region(balancer: Resource, bucket: Resource, logs: View | ObjectView) -> Iterator[Problem]:
    if balancer.region and bucket.region and balancer.region != bucket.region:
        yield Problem(
            f"{balancer.block_address} is in {balancer.region} and logs to "
            f"{bucket.block_address} in {bucket.region}: AWS wants the same region",
            logs.where_of("bucket"),
            "log to a bucket of the same region",
            (("bucket", bucket.where),),
        )


def _policy(
    root: Module,
    balancer: Resource,
    bucket: Resource,
    logs: View | ObjectView,
    owners: tuple[Resource, ...],
    by_owner: dict[int, list[Policy]],
) -> Iterator[Problem]:
    own = [policy for owner in (bucket, *owners) for policy in by_owner.get(id(owner), ())]
    path = _path(balancer, logs)
    allows = any(_lets_write(statement, path) for policy in own for statement in policy.statements)
    if not allows and all(policy.complete for policy in own):
        yield Problem(
            f"{balancer.block_address} logs to {bucket.block_address}, whose policy does not let "
            f"log delivery write to {path}",
            own[0].where if own else bucket.where,
            "allow s3:PutObject there to logdelivery.elasticloadbalancing.amazonaws.com",
            (("load balancer", balancer.where),),
        )
    for owner in owners:
        if not root.depends_on(balancer, owner):
            yield Problem(
                f"{balancer.block_address} does not depend on {owner.block_address}: it may be "
                "created first, and AWS then refuses it",
                logs.where_of("bucket"),
                f"take the bucket's name from {owner.block_address}, or add it to depends_on",
                (("policy", owner.where),),
            )


def _path(balancer: Resource, logs: View | ObjectView) -> str:
    """Where the logs go in the bucket, "?" for what is not known: ``alb/AWSLogs/111111111111``."""
    prefix = logs.get("prefix")
    first = "" if prefix is None else f"{prefix.text.strip('/') if prefix.text else '?'}/"
    return f"{first}AWSLogs/{sure_account(balancer) or '?'}"


def _lets_write(statement: Statement, path: str) -> bool:
    """Whether a statement may let log delivery put objects at a path; unknown parts may."""
    return (
        statement.effect == "Allow"
        and any(_is_delivery(principal.value) for principal in statement.principals)
        and any(
            action.text is None or matches(action.text, "s3:PutObject")
            for action in statement.actions
        )
        and any(_holds(resource, path) for resource in statement.resources)
    )


def _is_delivery(principal: Value) -> bool:
    text = principal.text
    if text is None:
        return True
    account = re.fullmatch(r"(?:arn:[^:]*:iam::)?([0-9]{12})(?::root)?", text)
    return text in _DELIVERY or (account is not None and account[1] in _BALANCER_ACCOUNTS)


def _holds(resource: Value, path: str) -> bool:
    """Whether an ARN of objects may hold a path below its bucket."""
    pattern = resource.pattern()
    if pattern is None or "/" not in pattern:
        return pattern in (None, "*")
    objects = pattern.partition("/")[2]
    known = path.split("/")
    parts = objects.split("/")
    for part, wanted in zip(parts, known, strict=False):
        if "*" in part or UNKNOWN_PIECE in part:
            form = re.escape(part).replace(r"\*", ".*").replace(UNKNOWN_PIECE, ".*")
            if wanted == "?" or re.fullmatch(form, wanted):
                if part == "*" or UNKNOWN_PIECE in part:
                    return True
                continue
            return False
        if wanted not in ("?", part):
            return False
    return len(parts) > len(known)
