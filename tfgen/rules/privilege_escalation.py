"""A role can give itself, or a role that it makes, more rights than it was given.

Why it matters: its own policies then limit nothing. Whoever gets into a pipeline with such a role
has the account, one API call later. A permissions boundary that every created role must carry
keeps it in: AWS documents the condition key `iam:PermissionsBoundary` for that.

Found, for roles that the root declares, with all their policies:

* `iam:CreateRole`, `iam:PutRolePolicy`, `iam:AttachRolePolicy` (and those of users and groups)
  without a condition on `iam:PermissionsBoundary`; for attaching, one on `iam:PolicyARN` will do;
* `iam:UpdateAssumeRolePolicy`, `iam:PutRolePermissionsBoundary` and
  `iam:DeleteRolePermissionsBoundary` on the role itself;
* `iam:CreatePolicyVersion` and `iam:SetDefaultPolicyVersion` on a policy that the role holds.

An action that one of the role's statements denies is left out. Roles that have `*`, `iam:*` or
AdministratorAccess are the matter of rule iam-wildcard.

Fail:

    resource "aws_iam_role" "deploy" {
      name               = "deploy"
      assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
    }

    resource "aws_iam_role_policy" "deploy" {
      name = "deploy"
      role = aws_iam_role.deploy.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect   = "Allow"
          Action   = ["iam:CreateRole", "iam:PutRolePolicy"]
          Resource = "arn:aws:iam::111111111111:role/app-*"
        }]
      })
    }

Pass:

    resource "aws_iam_role" "deploy" {
      name               = "deploy"
      assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
    }

    resource "aws_iam_role_policy" "deploy" {
      name = "deploy"
      role = aws_iam_role.deploy.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect   = "Allow"
          Action   = ["iam:CreateRole", "iam:PutRolePolicy"]
          Resource = "arn:aws:iam::111111111111:role/app-*"
          Condition = {
            StringEquals = { "iam:PermissionsBoundary" = "arn:aws:iam::111111111111:policy/limit" }
          }
        }]
      })
    }

Mend: demand a boundary by a condition, and name roles so that the patterns leave the role out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from tfgen.aws.holders import Held, held
from tfgen.aws.statements import demands, has_key, is_everything, known, listed
from tfgen.errors import Problem
from tfgen.program.model import Program, Resource
from tfgen.program.policies import Policy, Statement, covers, matches, policies
from tfgen.program.values import Value

ID: Final = "TFG193"
NAME: Final = "privilege-escalation"
SEVERITY: Final = "warning"

_GIVE: Final = (
    "iam:AttachGroupPolicy",
    "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",
    "iam:CreateRole",
    "iam:CreateUser",
    "iam:PutGroupPolicy",
    "iam:PutRolePolicy",
    "iam:PutUserPolicy",
)
_OWN_ROLE: Final = (
    "iam:DeleteRolePermissionsBoundary",
    "iam:PutRolePermissionsBoundary",
    "iam:UpdateAssumeRolePolicy",
)
_OWN_POLICY: Final = ("iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion")
_BOUNDARY: Final = ("iam:permissionsboundary",)
_POLICY: Final = ("iam:policyarn",)


def check(program: Program) -> Iterator[Problem]:
    """Yield a problem for each statement by which a role can widen its rights."""
    for root in program.roots:
        for role, found in held(root, policies(root)).items():
            if not _is_administrator(found):
                yield from _role(role, found)


def _is_administrator(found: Held) -> bool:
    if any(
        (value.pattern() or "").endswith(":policy/AdministratorAccess") for value, _ in found.arns
    ):
        return True
    return any(
        is_everything(text.partition(":")[2] or text) and matches(text, "iam:CreateRole")
        for policy in found.policies
        for statement in policy.statements
        if statement.effect == "Allow"
        for text, _ in known(statement.actions)
    )


def _role(role: Resource, found: Held) -> Iterator[Problem]:
    denied = [
        text
        for policy in found.policies
        for statement in policy.statements
        if statement.effect == "Deny"
        for text, _ in known(statement.actions)
    ]
    itself = role.read("arn")
    own = [policy.owner.read("arn") for policy in found.managed]
    give, own_role, own_policy = (
        _allowed(actions, denied) for actions in (_GIVE, _OWN_ROLE, _OWN_POLICY)
    )
    for policy in found.policies:
        for statement in policy.statements:
            if statement.effect != "Allow":
                continue
            if not _has_condition(statement, _BOUNDARY):
                yield from _give(role, policy, statement, give)
                yield from _own(role, policy, statement, own_role, [itself])
            yield from _own(role, policy, statement, own_policy, own)


def _allowed(actions: Iterable[str], denied: list[str]) -> list[str]:
    return [action for action in actions if not any(matches(text, action) for text in denied)]


def _has_condition(statement: Statement, keys: tuple[str, ...]) -> bool:
    return any(has_key(found, keys) and demands(found) for found in statement.conditions)


def _granted(statement: Statement, actions: Iterable[str]) -> list[tuple[str, Value]]:
    """The actions that the statement names or matches, each with the place that does."""
    return [
        (action, value)
        for text, value in known(statement.actions)
        if text[:1] in "iI*?"
        for action in actions
        if matches(text, action)
    ]


def _give(
    role: Resource, policy: Policy, statement: Statement, actions: list[str]
) -> Iterator[Problem]:
    if _has_condition(statement, _POLICY):
        actions = [action for action in actions if ":Attach" not in action]
    granted = _granted(statement, actions)
    if granted:
        yield Problem(
            f"{role.block_address} may {listed(action for action, _ in granted)} without a "
            "permissions boundary: it can make a role that may do anything.",
            granted[0][1].where,
            "Demand a boundary by a condition on iam:PermissionsBoundary.",
            (("policy", policy.where),),
        )


def _own(
    role: Resource,
    policy: Policy,
    statement: Statement,
    actions: list[str],
    targets: list[Value],
) -> Iterator[Problem]:
    granted = _granted(statement, actions)
    if not granted or not any(
        covers(resource, target) for resource in statement.resources for target in targets
    ):
        return
    what = "a policy that it holds" if granted[0][0] in _OWN_POLICY else "itself"
    yield Problem(
        f"{role.block_address} may {listed(action for action, _ in granted)} on {what}.",
        granted[0][1].where,
        "Narrow the resources so that they leave out the role and its policies, or deny it.",
        (("role", role.where), ("policy", policy.where)),
    )
