"""Who assumes which role, across the roots of a program, and whether a trust policy lets them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tfgen.aws.accounts import (
    account_of_provider,
    account_of_role,
    providers,
    providers_with_role,
)
from tfgen.aws.arns import account_of, arn, covers, is_account
from tfgen.aws.holders import Held, held
from tfgen.aws.statements import is_everything, known, operator
from tfgen.program.model import Module, ObjectView, Program, Resource, View
from tfgen.program.policies import Condition, Policy, Statement, matches, policies
from tfgen.program.values import Value

ASSUME: Final = "sts:AssumeRole"
PRINCIPAL_ARN: Final = "aws:principalarn"
_EQUAL: Final = frozenset({"stringequals", "stringequalsignorecase", "arnequals"})
_LIKE: Final = frozenset({"stringlike", "arnlike", "arnequals"})


@dataclass(frozen=True, slots=True, eq=False)
class Assumption:
    """A provider or backend that assumes a role: the role's ARN, and the block that says so."""

    value: Value
    block: View | ObjectView
    what: str


@dataclass(frozen=True, slots=True, eq=False)
class Grant:
    """A role that may assume what ``value`` names, by a statement of one of its policies."""

    holder: Resource
    value: Value


def assumptions(root: Module) -> Iterator[Assumption]:
    """Every role that Terraform itself assumes in a root.

    Left out is one of another account than the provider may work in: that is its fault.
    """
    for provider, block in providers_with_role(root):
        value = block.get("role_arn")
        role = account_of_role(provider)
        if value is not None and (role is None or role[0] == account_of_provider(provider)):
            alias = provider.get("alias")
            name = f"aws.{alias.text}" if alias is not None else "aws"
            yield Assumption(value, block, f"provider {name}")
    for provider in providers(root):
        for block in provider.blocks("assume_role_with_web_identity"):
            value = block.get("role_arn")
            if value is not None:
                yield Assumption(value, block, "provider aws")
    backend = root.backend
    if backend is None:
        return
    for view in (backend, *backend.blocks("assume_role")):
        value = view.get("role_arn")
        if value is not None:
            yield Assumption(value, view, f"backend {backend.labels[0]}" if backend.labels else "")


def everything_held(program: Program) -> dict[Resource, Held]:
    """What each role of each root holds."""
    found: dict[Resource, Held] = {}
    for root in program.roots:
        found.update(held(root, policies(root)))
    return found


def grants(holder: Resource, found: Held) -> Iterator[Grant]:
    """What the policies of a role let it assume."""
    for policy in found.policies:
        for value in granted(policy.statements):
            yield Grant(holder, value)


def granted(statements: Iterable[Statement]) -> Iterator[Value]:
    """What statements let a role assume."""
    for statement in statements:
        if statement.effect == "Allow" and is_about(statement, ASSUME):
            yield from statement.resources


def may_be_about(statement: Statement, action: str) -> bool:
    """Whether a statement may allow or deny an action, as far as it is known."""
    return not statement.actions or any(
        value.text is None or matches(value.text, action) for value in statement.actions
    )


def is_about(statement: Statement, action: str) -> bool:
    """Whether a statement surely names an action."""
    return any(matches(text, action) for text, _ in known(statement.actions))


def role_arn(role: Resource) -> str | None:
    """The ARN of a role whose account and name are known."""
    name, path, account = role.get("name"), role.get("path"), role.account
    if name is None or name.text is None or account is None or not is_account(account):
        return None
    folder = "/" if path is None else path.text
    return None if folder is None else f"arn:aws:iam::{account}:role{folder}{name.text}"


def admits(trust: Policy, caller: Resource) -> bool | Value:
    """Whether a trust policy lets a role in; if not, the place that leaves it out.

    What cannot be told lets it in.
    """
    return not trust.complete or lets_in(trust.statements, trust.value, caller)


def lets_in(statements: Sequence[Statement], whole: Value, caller: Resource) -> bool | Value:
    """As :func:`admits`, by the statements of a policy that are surely all, and its value."""
    arn_of_caller = role_arn(caller)
    if arn_of_caller is None:
        return True
    place: Value | None = None
    for statement in statements:
        if statement.effect != "Allow" or not is_about(statement, ASSUME):
            continue
        named = [
            principal
            for principal in statement.principals
            if principal.negated or _is_caller(principal.value, caller, arn_of_caller)
        ]
        if not named:
            continue
        refused = next(
            (found for found in statement.conditions if not _met(found, arn_of_caller)), None
        )
        if refused is None:
            return True
        place = place or next(iter(refused.values), None)
    if place is None:
        place = next(
            (
                principal.value
                for statement in statements
                for principal in statement.principals
                if principal.type == "AWS"
            ),
            whole,
        )
    return place


def _is_caller(value: Value, caller: Resource, arn_of_caller: str) -> bool:
    """Whether a principal may be the role or its account."""
    if value.resource is not None and value.resource.type == "aws_iam_role":
        return value.resource is caller
    text = value.pattern()
    if text is None or is_everything(text):
        return True
    found = arn(text)
    account = account_of(text)
    if account is not None and (found is None or found.resource == "root"):
        return account == caller.account
    if found is not None and found.service == "iam":
        return covers(text, arn_of_caller) if "\0" in text else text == arn_of_caller
    return found is None or found.service == "sts"


def _met(condition: Condition, arn_of_caller: str) -> bool:
    """Whether a role of that ARN may meet a condition."""
    test = operator(condition.test).name
    variable = condition.variable.lower()
    if variable == PRINCIPAL_ARN and test in _EQUAL | _LIKE:
        return any(
            text is None
            or (covers(text, arn_of_caller) if test in _LIKE else text == arn_of_caller)
            for text in (value.pattern() for value in condition.values)
        )
    if variable == "aws:principalaccount" and test in _EQUAL:
        return any(
            text is None or text == account_of(arn_of_caller)
            for text in (value.pattern() for value in condition.values)
        )
    return True
