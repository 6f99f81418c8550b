"""A resource can be used by anybody with an AWS account, or by anybody at all.

Why it matters: a policy that allows principal `*` needs no permission on the caller's side. Data
in a bucket, messages of a queue, images, secrets and keys are then open to the world, and only
a condition could still shut it out.

Found: statements of resource policies (bucket, queue, topic, key, secret, repository, file system,
domain, vault …) that allow `*` or `{"AWS": "*"}`, or everybody but some (`NotPrincipal`), unless a
condition demands an organization, account, principal, source, network or mount target
(`aws:PrincipalOrgID`, `aws:SourceArn`, `aws:SourceVpce`, `kms:CallerAccount` …). A condition on
TLS, a header or tags says nothing about who asks. Permissions of Lambda functions for `*`;
canned ACLs and grants for everybody; each switch of a public access block that is off, which is
what it is when it is left out. Nothing is said of what cannot be known.

Fail:

    resource "aws_sqs_queue_policy" "orders" {
      queue_url = "https://sqs.us-east-1.amazonaws.com/111111111111/orders"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "sqs:SendMessage"
          Resource  = "arn:aws:sqs:us-east-1:111111111111:orders"
        }]
      })
    }

Pass:

    resource "aws_sqs_queue_policy" "orders" {
      queue_url = "https://sqs.us-east-1.amazonaws.com/111111111111/orders"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = { Service = "sns.amazonaws.com" }
          Action    = "sqs:SendMessage"
          Resource  = "arn:aws:sqs:us-east-1:111111111111:orders"
          Condition = {
            ArnEquals = { "aws:SourceArn" = "arn:aws:sns:us-east-1:111111111111:orders" }
          }
        }]
      })
    }

Mend: name the accounts, roles or services, or add a condition such as `aws:PrincipalOrgID`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tfgen.aws.statements import demands, has_key, is_wildcard, title
from tfgen.errors import Problem
from tfgen.program.model import Module, ObjectView, Program, Resource, View
from tfgen.program.policies import Policy, Statement, policies

ID: Final = "TFG113"
NAME: Final = "public-principal"
SEVERITY: Final = "error"

_SWITCHES: Final = (
    "block_public_acls",
    "block_public_policy",
    "ignore_public_acls",
    "restrict_public_buckets",
)
_BLOCKS: Final = ("aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block")
_PUBLIC_ACLS: Final = {
    "public-read": "anybody may read",
    "public-read-write": "anybody may read and write",
    "authenticated-read": "anybody with an AWS account may read",
}
_ACL_TYPES: Final = (
    "aws_s3_bucket",
    "aws_s3_bucket_acl",
    "aws_s3_bucket_object",
    "aws_s3_object",
    "aws_s3_object_copy",
)
_GROUPS: Final = ("/groups/global/AllUsers", "/groups/global/AuthenticatedUsers")
_NARROWING: Final = (
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalisawsservice",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:principalservicename",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceip",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourceowner",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:userid",
    "aws:vpcsourceip",
    "elasticfilesystem:accessedviamounttarget",
    "elasticfilesystem:accesspointarn",
    "kms:calleraccount",
    "lambda:eventsourcetoken",
    "s3:accesspointnetworkorigin",
    "s3:dataaccesspointaccount",
    "s3:dataaccesspointarn",
    "sns:endpoint",
)
_HINT: Final = (
    "Name the accounts, roles or services that need it, or add a condition on who asks, such as "
    "aws:PrincipalOrgID or aws:SourceArn."
)


def check(program: Program) -> Iterator[Problem]:
    """Yield a problem for each thing that is open to everybody."""
    for root in program.roots:
        for policy in policies(root):
            if policy.role == "resource" and not policy.owner.type.startswith("aws_vpc_endpoint"):
                for statement in policy.statements:
                    yield from _statement(statement, policy)
        yield from _permissions(root)
        yield from _acls(root)
        for block in root.find(*_BLOCKS):
            yield from _switches(block)


def _statement(statement: Statement, policy: Policy) -> Iterator[Problem]:
    if statement.effect != "Allow" or any(
        has_key(condition, _NARROWING) and demands(condition) for condition in statement.conditions
    ):
        return
    related = (("policy of", policy.owner.where),)
    for principal in statement.principals:
        if principal.negated:
            message = f"{title(statement)} allows everybody but the named ones (NotPrincipal)."
        elif is_wildcard(principal):
            message = f'{title(statement)} allows everybody ("*") and asks for nothing else.'
        else:
            continue
        yield Problem(message, principal.value.where, _HINT, related)
        return


def _permissions(root: Module) -> Iterator[Problem]:
    for permission in root.find("aws_lambda_permission"):
        principal = permission.get("principal")
        if principal is None or principal.text != "*":
            continue
        limits = ("source_arn", "source_account", "principal_org_id", "event_source_token")
        if any(permission.get(name) is not None for name in limits):
            continue
        authorization = permission.get("function_url_auth_type")
        if authorization is not None and not authorization.is_known:
            continue
        yield Problem(
            f"{permission.block_address} lets everybody call the function.",
            principal.where,
            "Name the account or service as principal, or set principal_org_id or source_arn.",
        )


def _acls(root: Module) -> Iterator[Problem]:
    for owner in root.find(*_ACL_TYPES):
        acl = owner.get("acl")
        if acl is not None and acl.text in _PUBLIC_ACLS:
            yield Problem(
                f'{owner.block_address} has the ACL "{acl.text}": {_PUBLIC_ACLS[acl.text]}.',
                acl.where,
                'Remove it, or use "private"; let a bucket policy name who may read.',
            )
        for grant in _grants(owner):
            yield from _grant(grant, owner)


def _grants(owner: Resource) -> Iterator[View | ObjectView]:
    yield from owner.blocks("grant")
    for policy in owner.blocks("access_control_policy"):
        yield from policy.blocks("grant")


def _grant(grant: View | ObjectView, owner: Resource) -> Iterator[Problem]:
    for holder in (grant, *grant.blocks("grantee")):
        uri = holder.get("uri")
        if uri is not None and (uri.pattern() or "").endswith(_GROUPS):
            yield Problem(
                f"{owner.block_address} grants access to everybody.",
                uri.where,
                "Remove the grant; let a bucket policy name who may read.",
            )


def _switches(block: Resource) -> Iterator[Problem]:
    absent = []
    for name in _SWITCHES:
        value = block.get(name)
        if value is None:
            absent.append(name)
        elif value.truth is False:
            yield Problem(
                f"{block.block_address} switches {name} off.",
                value.where,
                f"Set {name} = true.",
            )
    if absent:
        yield Problem(
            f"{block.block_address} leaves out {', '.join(absent)}: what is left out is off.",
            block.where,
            f"Set {' and '.join(f'{name} = true' for name in absent)}.",
        )
