"""A policy allows any role to be passed to any service.

Why it matters: who may pass a role and start something with it (a task, a function, an instance)
acts with the rights of that role. With `iam:PassRole` on every role that is the most powerful role
of the account. AWS documents that the permission should name the roles, or the service by
`iam:PassedToService`.

Found: statements of identity policies that allow `iam:PassRole` (or a pattern such as `iam:Pass*`)
on `*`, `role/*` or `NotResource`, without a condition on `iam:PassedToService`,
`iam:AssociatedResourceArn` or tags of the role. The message says what the holder could start, where
its policies show it. `iam:*` and `*` are the matter of rule iam-wildcard.

Fail:

    resource "aws_iam_role_policy" "deploy" {
      name = "deploy"
      role = "deploy"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "iam:PassRole", Resource = "*" },
          { Effect = "Allow", Action = "ecs:RunTask", Resource = "*" },
        ]
      })
    }

Pass:

    resource "aws_iam_role_policy" "deploy" {
      name = "deploy"
      role = "deploy"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Action    = "iam:PassRole"
          Resource  = "arn:aws:iam::111111111111:role/app-*"
          Condition = { StringEquals = { "iam:PassedToService" = "ecs-tasks.amazonaws.com" } }
        }]
      })
    }

Mend: name the roles in Resource and the service in a condition on `iam:PassedToService`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from tfgen.aws.arns import arn
from tfgen.aws.holders import held
from tfgen.aws.statements import has_key, is_everything, known, listed, operator, title
from tfgen.errors import Problem
from tfgen.program.model import Module, Program, Resource
from tfgen.program.policies import Condition, Policy, Statement, matches, policies
from tfgen.program.values import Value

ID: Final = "TFG192"
NAME: Final = "pass-role"
SEVERITY: Final = "error"

_ACTION: Final = "iam:PassRole"
_NARROWING: Final = (
    "iam:passedtoservice",
    "iam:associatedresourcearn",
    "iam:resourcetag/",
    "aws:resourcetag/",
)
_POSITIVE: Final = ("stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike")
# What starts something with a role that is passed.
_STARTS: Final = (
    "cloudformation:CreateStack",
    "codebuild:CreateProject",
    "ec2:RunInstances",
    "ecs:RegisterTaskDefinition",
    "ecs:RunTask",
    "glue:CreateJob",
    "lambda:CreateFunction",
    "sagemaker:CreateNotebookInstance",
    "states:CreateStateMachine",
)


def check(program: Program) -> Iterator[Problem]:
    """Yield a problem for each statement that lets any role be passed to anything."""
    for root in program.roots:
        every = policies(root)
        together: Mapping[Resource, list[Policy]] | None = None
        for policy in every:
            if policy.role != "identity" or policy.owner.mode != "managed":
                continue
            for statement in policy.statements:
                value = _any_role(statement)
                if value is None:
                    continue
                together = _together(root, every) if together is None else together
                yield _problem(statement, value, policy, together.get(policy.owner, [policy]))


def _any_role(statement: Statement) -> Value | None:
    """What names any role in a statement that lets it be passed to anything."""
    if statement.effect != "Allow" or not any(
        matches(text, _ACTION) and not is_everything(text.partition(":")[2] or text)
        for text, _ in known(statement.actions)
    ):
        return None
    if any(_narrows(condition) for condition in statement.conditions):
        return None
    for text, value in known(statement.resources):
        found = arn(text)
        if is_everything(text) or (found is not None and _is_any(found.resource)):
            return value
    return next(iter(statement.not_resources), None)


def _is_any(resource: str) -> bool:
    return is_everything(resource.removeprefix("role").removeprefix("/"))


def _narrows(condition: Condition) -> bool:
    """IfExists does not matter: a request to pass a role always has the keys."""
    if not has_key(condition, _NARROWING):
        return False
    test = operator(condition.test)
    return not condition.test or (
        test.name in _POSITIVE
        and not any(
            is_everything(text.removesuffix(".amazonaws.com"))
            for text, _ in known(condition.values)
        )
    )


def _together(root: Module, every: tuple[Policy, ...]) -> Mapping[Resource, list[Policy]]:
    """For the owner of each policy: all policies that a role holds together with it."""
    found: dict[Resource, list[Policy]] = {}
    for holding in held(root, every).values():
        for policy in holding.policies:
            found.setdefault(policy.owner, []).extend(holding.policies)
    return found


def _problem(statement: Statement, value: Value, policy: Policy, together: list[Policy]) -> Problem:
    starts = [
        action
        for action in _STARTS
        if any(
            one.effect == "Allow" and any(matches(text, action) for text, _ in known(one.actions))
            for other in together
            for one in other.statements
        )
    ]
    message = f"{title(statement)} allows any role to be passed to any service"
    if starts:
        message += f"; with {listed(starts)} its holder can act as any role of the account"
    return Problem(
        f"{message}.",
        value.where,
        "Name the roles, and the service in a condition on iam:PassedToService.",
        (("policy of", policy.owner.where),),
    )
