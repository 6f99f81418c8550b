"""Who may assume which role: by trust policies, and by what callers are themselves allowed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tfgen.aws.accounts import Roles, roles
from tfgen.aws.arns import arn
from tfgen.aws.assumptions import PRINCIPAL_ARN, admits, everything_held, grants
from tfgen.aws.statements import operator
from tfgen.graph.inventory import Inventory
from tfgen.graph.words import text_of
from tfgen.program.model import Program, Resource
from tfgen.program.policies import Statement, matches, policies, trust

_ASSUME: Final = ("sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity")
_SUBJECT: Final = ":sub"
_EQUAL: Final = frozenset({"arnequals", "arnlike", "stringequals", "stringlike"})


@dataclass(frozen=True, slots=True, eq=False)
class Trust:
    """Who a role lets in: the AWS services, and everyone else in words.

    ``callers`` are the roles of the program that may assume it, by both policies; ``calls`` says
    whether it may itself assume another.
    """

    role: Resource
    services: tuple[str, ...]
    others: tuple[str, ...]
    callers: tuple[Resource, ...]
    calls: bool


def trusts(inventory: Inventory) -> tuple[Trust, ...]:
    """What is known of every role of the program, in the order of the roots."""
    callers = _callers(inventory.program)
    calling = {id(caller) for every in callers.values() for caller in every}
    return tuple(
        _trust(role, callers.get(role, ()), id(role) in calling)
        for role in inventory.find("aws_iam_role")
    )


def _callers(program: Program) -> dict[Resource, tuple[Resource, ...]]:
    """Each role with the roles that may assume it: their policies say so and its trust does."""
    known: Roles = roles(program)
    trust_of = {
        policy.owner: policy
        for root in program.roots
        for policy in policies(root)
        if policy.role == "trust"
    }
    found: dict[Resource, dict[Resource, None]] = {}
    for holder, held in everything_held(program).items():
        for grant in grants(holder, held):
            named = arn(text_of(grant.value))
            if named is None or named.role is None:
                continue
            for role in known.named(named.account, named.role):
                if role in trust_of and admits(trust_of[role], holder) is True:
                    found.setdefault(role, {})[holder] = None
    return {role: tuple(holders) for role, holders in found.items()}


def _trust(role: Resource, callers: tuple[Resource, ...], calls: bool) -> Trust:
    services: list[str] = []
    others: list[str] = []
    names = {text_of(caller.get("name")) for caller in callers}
    for statement in trust(role):
        if statement.effect != "Allow" or not _is_to_assume(statement):
            continue
        for principal in statement.principals:
            text = text_of(principal.value)
            if principal.type == "Service":
                services.append(text)
            elif principal.negated:
                others.append("everyone but some")
            else:
                others += _described(principal.type, text, statement, names)
    return Trust(role, tuple(dict.fromkeys(services)), tuple(dict.fromkeys(others)), callers, calls)


def _is_to_assume(statement: Statement) -> bool:
    return any(
        matches(action.text, name)
        for action in statement.actions
        if action.text is not None
        for name in _ASSUME
    )


def _described(kind: str, text: str, statement: Statement, callers: set[str]) -> Iterator[str]:
    """A principal in words, with the condition that narrows it; callers that are drawn left out."""
    if kind == "Federated":
        subjects = _values(statement, _SUBJECT)
        provider = text.partition("/")[2] or "an identity provider"
        if "githubusercontent" in "".join(one.variable for one in statement.conditions):
            provider = "GitHub"
        jobs = [f"{provider}: {one.removeprefix('repo:')}" for one in subjects]
        yield from jobs or [provider]
        return
    if text == "*":
        yield "everyone"
        return
    found = arn(text)
    if found is None or found.resource != "root":
        name = text if found is None else f"{found.role or found.resource} of {found.account}"
        if found is None or found.role not in callers:
            yield name or "who cannot be told"
        return
    narrowed = [one for one in _values(statement, PRINCIPAL_ARN) if arn(one) is not None]
    for one in narrowed:
        named = arn(one)
        if named is not None and named.role not in callers:
            yield f"{named.role or named.resource} of {named.account}"
    if not narrowed:
        yield f"account {found.account}"


def _values(statement: Statement, variable: str) -> list[str]:
    return [
        text_of(value)
        for condition in statement.conditions
        if condition.variable.lower().endswith(variable) and operator(condition.test).name in _EQUAL
        for value in condition.values
    ]
