"""AWS refuses a policy for its length or its grammar, or ignores what it says.

Why it matters: none of this shows in a plan. The apply fails at the policy, when the role and half
of what needs it exist; a misspelt action is accepted and grants nothing.

Found, with the quotas that AWS documents, white space not counted: a managed policy above 6,144
characters, the inline policies of a role above 10,240 together, of a group above 5,120, of a user
above 2,048; a trust policy above 2,048 (the default; AWS raises it to 4,096 on request); the
policy of a bucket or secret above 20,480 bytes, of a queue above 8,192, of a topic above 30,720,
of a key above 32,768, of a repository above 10,240; more than ten managed policies on a role (the
default). What is not known of a text counts nothing.

Also: a Sid that stands twice or has other characters than letters and digits in an IAM policy;
statements without Effect, actions, resources (identity policies) or principal (trust and bucket
policies); principals in identity policies, resources in trust policies; unknown elements,
versions, kinds of principals and condition operators; text that is no JSON; actions without a
service, of a service or a name that is nearly spelt like a known one, or that are operations of
the API of S3 and no actions (`s3:ListObjects`). Names that are merely unknown may be newer than
the table of actions: nothing is said of them.

Fail:

    resource "aws_iam_role_policy" "app" {
      name = "app"
      role = "app"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Sid = "Read", Effect = "Allow", Action = "s3:ListObjects", Resource = "*" },
          { Sid = "Read", Effect = "Allow", Action = "s3:GetObject" },
        ]
      })
    }

Pass:

    resource "aws_iam_role_policy" "app" {
      name = "app"
      role = "app"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Sid = "List", Effect = "Allow", Action = "s3:ListAllMyBuckets", Resource = "*" },
          { Sid = "Read", Effect = "Allow", Action = "s3:Get*", Resource = "arn:aws:s3:::app/*" },
        ]
      })
    }

Mend: divide a long policy into several managed ones, by area; correct what the message names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tfgen.aws.holders import Held, held
from tfgen.errors import Location, Problem
from tfgen.program.model import Program, Resource
from tfgen.program.policies import Policy, policies
from tfgen.program.statements import document_source
from tfgen.program.values import Value
from tfgen.rules._policy_grammar import grammar, twice_in_documents
from tfgen.rules._policy_size import size

ID: Final = "TFG191"
NAME: Final = "policy-limits"
SEVERITY: Final = "error"

_INLINE: Final = 10_240
_TRUST: Final = 2_048
_ATTACHED: Final = 10
# The type of the owner: what AWS takes at most, and what the policy is called.
_LIMITS: Final = {
    "aws_ecr_repository_policy": (10_240, "repository policy"),
    "aws_iam_group_policy": (5_120, "inline policy of a group"),
    "aws_iam_policy": (6_144, "managed policy"),
    "aws_iam_role_policy": (_INLINE, "inline policy of a role"),
    "aws_iam_user_policy": (2_048, "inline policy of a user"),
    "aws_kms_key": (32_768, "key policy"),
    "aws_kms_key_policy": (32_768, "key policy"),
    "aws_s3_bucket_policy": (20_480, "bucket policy"),
    "aws_secretsmanager_secret_policy": (20_480, "secret policy"),
    "aws_sns_topic": (30_720, "topic policy"),
    "aws_sns_topic_policy": (30_720, "topic policy"),
    "aws_sqs_queue": (8_192, "queue policy"),
    "aws_sqs_queue_policy": (8_192, "queue policy"),
}


def check(program: Program) -> Iterator[Problem]:
    """Yield a problem for each policy that AWS refuses, and each name that means nothing."""
    for root in program.roots:
        every = policies(root)
        for policy in every:
            yield from grammar(policy)
            yield from _length(policy)
        yield from twice_in_documents(root)
        for role, found in held(root, every).items():
            yield from _together(role, found)


def _limit(policy: Policy) -> tuple[int, str] | None:
    if policy.role == "trust":
        return _TRUST, "trust policy"
    if policy.owner.type == "aws_iam_role":
        return _INLINE, "inline policy of a role"
    return _LIMITS.get(policy.owner.type)


def _length(policy: Policy) -> Iterator[Problem]:
    limit = _limit(policy) if policy.owner.mode == "managed" else None
    if limit is None or len(policy.value.text or "") in range(1, limit[0] + 1):
        return
    length = size(policy)
    if length <= limit[0]:
        return
    raised = " by default" if policy.role == "trust" else ""
    yield Problem(
        f"The {limit[1]} of {policy.owner.block_address} has at least {length:,} characters; "
        f"AWS takes {limit[0]:,}{raised}.",
        _place(policy),
        "Divide it into several managed policies, or shorten it by patterns with *.",
        (("policy of", policy.owner.where),),
    )


def _place(policy: Policy) -> Location:
    source = document_source(policy.value)
    return policy.where if source is None else source.where


def _together(role: Resource, found: Held) -> Iterator[Problem]:
    inline = [policy for policy in found.inline if policy.owner.certain]
    lengths = [size(policy) for policy in inline]
    if len(inline) > 1 and sum(lengths) > _INLINE >= max(lengths):
        yield Problem(
            f"The inline policies of {role.block_address} have at least {sum(lengths):,} "
            f"characters together; AWS takes {_INLINE:,}.",
            role.where,
            "Make managed policies (aws_iam_policy) of some of them.",
            tuple(("policy", policy.where) for policy in inline),
        )
    number = len({_identity(value) for value, certain in found.arns if certain})
    if number > _ATTACHED:
        yield Problem(
            f"{role.block_address} has {number} managed policies; AWS takes {_ATTACHED} on a "
            "role by default.",
            role.where,
            "Put several into one, or into an inline policy, or have the quota raised.",
        )


def _identity(value: Value) -> object:
    return value.text if value.text is not None else value.resource or value
