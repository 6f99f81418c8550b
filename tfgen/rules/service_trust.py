"""A resource uses a role that its service cannot assume.

Why it matters: the apply goes through or fails late. Lambda and Step Functions refuse such a role
when they are created; ECS tasks, flow logs and schedules are created and then never start, with
an error that only the service's events show.

Found: a role declared in the root and used for a service (tasks, functions, flow logs, monitoring
of databases, instance profiles, builds, schedules, state machines, delivery streams …) whose trust
policy does not name that service; one that names it only for another action than `sts:AssumeRole`
(services never come with a web identity or SAML); conditions on `aws:SourceAccount` or
`aws:SourceArn` that name other accounts alone, where the role's account is known: a service
assumes a role for a resource of the same account. Nothing is said where the trust policy or the
role cannot be wholly told.

Fail:

    resource "aws_iam_role" "task" {
      name = "task"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Action    = "sts:AssumeRole"
          Principal = { Service = "ecs.amazonaws.com" }
        }]
      })
    }

    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      task_role_arn         = aws_iam_role.task.arn
      container_definitions = "[]"
    }

Pass:

    resource "aws_iam_role" "task" {
      name = "task"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Action    = "sts:AssumeRole"
          Principal = { Service = "ecs-tasks.amazonaws.com" }
        }]
      })
    }

    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      task_role_arn         = aws_iam_role.task.arn
      container_definitions = "[]"
    }

Mend: let the role trust the service that uses it, or use the role that was made for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from tfgen.aws.accounts import source_accounts, sure_account
from tfgen.aws.arns import arn, covers
from tfgen.aws.statements import known, listed
from tfgen.errors import Location, Problem
from tfgen.program.model import Module, Program, Resource
from tfgen.program.policies import Policy, Statement, matches, policies
from tfgen.program.values import UNKNOWN_PIECE, Value
from tfgen.rules._role_uses import Use, uses

ID: Final = "TFG155"
NAME: Final = "service-trust"
SEVERITY: Final = "error"

_ASSUME: Final = "sts:AssumeRole"


def check(program: Program) -> Iterator[Problem]:
    """Yield a problem for each role that a service is given and cannot assume."""
    for root in program.roots:
        trusts = {
            policy.owner: policy
            for policy in policies(root)
            if policy.role == "trust" and policy.owner.type == "aws_iam_role"
        }
        yield from _unfit(root, trusts)
        for policy in trusts.values():
            for statement in policy.statements:
                yield from _conditions(statement, policy)


def _unfit(root: Module, trusts: Mapping[Resource, Policy]) -> Iterator[Problem]:
    names = _by_name(root)
    found: list[tuple[Use, Resource, Policy]] = []
    for use in uses(root):
        role = _role(use.value, names)
        trust = trusts.get(role) if role is not None else None
        if role is not None and trust is not None and trust.complete:
            found.append((use, role, trust))
    fitting = {role for use, role, trust in found if _trusts(trust, use.service, _ASSUME)}
    seen: set[tuple[Location | None, str]] = set()
    for use, role, trust in found:
        if not _trusts(trust, use.service, _ASSUME):
            problem = _problem(use, role, trust, is_right_elsewhere=role in fitting)
            if (problem.where, use.service) not in seen:
                yield problem
            seen.add((problem.where, use.service))


def _by_name(root: Module) -> Mapping[str, Resource]:
    names: dict[str, Resource] = {}
    for role in root.find("aws_iam_role"):
        name = role.get("name")
        if name is not None and name.text is not None:
            names.setdefault(name.text, role)
    return names


def _role(value: Value, names: Mapping[str, Resource]) -> Resource | None:
    """The role that a value names: by reference, by ARN or by name."""
    found = value.resource
    if found is not None:
        return found if (found.mode, found.type) == ("managed", "aws_iam_role") else None
    if value.text is None:
        return None
    role = arn(value.text)
    return names.get(value.text if role is None else role.role or "")


def _trusts(trust: Policy, service: str, action: str) -> bool:
    """Whether some statement may let the service do the action."""
    return any(
        statement.effect == "Allow"
        and any(matches(text, action) for text, _ in known(statement.actions))
        and _names(statement, service)
        for statement in trust.statements
    )


def _names(statement: Statement, service: str) -> bool:
    for principal in statement.principals:
        text = principal.value.pattern()
        if principal.type == "*" or principal.negated:
            return True
        if principal.type == "Service" and (text is None or _is_service(text, service)):
            return True
    return False


def _is_service(text: str, service: str) -> bool:
    """Whether a principal may be the service, also by its name in one region."""
    if UNKNOWN_PIECE in text:
        return covers(text, f"{service}.amazonaws.com") or covers(
            text, f"{service}.r.amazonaws.com"
        )
    form = rf"{re.escape(service)}(\.[a-z0-9-]+)?\.amazonaws\.com(\.cn)?"
    return re.fullmatch(form, text) is not None


def _problem(use: Use, role: Resource, trust: Policy, *, is_right_elsewhere: bool) -> Problem:
    service = f"{use.service}.amazonaws.com"
    user = f"{use.owner.block_address} ({use.attribute})"
    other = _other_action(trust, use.service)
    if other is not None:
        return Problem(
            f"{role.block_address} lets {service} do {other.text} alone; {user} needs {_ASSUME}, "
            "as services have no web identity.",
            other.where,
            f'Set the action to "{_ASSUME}".',
            (("used by", use.where),),
        )
    trusted = [
        (text, principal.value)
        for statement in trust.statements
        for principal in statement.principals
        if principal.type == "Service" and (text := principal.value.text) is not None
    ]
    whom = f"trusts {listed(text for text, _ in trusted)}" if trusted else "trusts no service"
    places: list[Location] = [value.where for _, value in trusted]
    here = use.where if is_right_elsewhere or not places else places[0]
    there = (places[0] if places else trust.where) if here is use.where else use.where
    return Problem(
        f'{role.block_address} {whom}, but {user} needs "{service}".',
        here,
        f'Let the role trust "{service}", or use another role here.',
        (("trust policy" if here is use.where else "used by", there),),
    )


def _other_action(trust: Policy, service: str) -> Value | None:
    """The action that the service is allowed instead of the right one."""
    for statement in trust.statements:
        if statement.effect == "Allow" and _names(statement, service):
            return next((value for value in statement.actions if value.text), None)
    return None


def _conditions(statement: Statement, policy: Policy) -> Iterator[Problem]:
    own = sure_account(policy.owner)
    if statement.effect != "Allow" or own is None:
        return
    if not any(principal.type == "Service" for principal in statement.principals):
        return
    for condition in statement.conditions:
        accounts = source_accounts(condition)
        if accounts and not any(covers(account, own) for account, _ in accounts):
            account, value = accounts[0]
            yield Problem(
                f"A service may assume the role for account {account} alone "
                f"({condition.variable}), but the role is in {own}: no service ever can.",
                value.where,
                f"Name account {own}.",
                (("role", policy.owner.where),),
            )
