"""A role is assumed across accounts, and one of the two sides does not let it happen.

Why it matters: between accounts AWS asks both sides, the caller's policy and the role's trust. Each
stands in a root of its own, so that neither plan shows that they do not fit; the pipeline fails
with AccessDenied at its first step. A role that does not exist fails the same way, and as a
principal of a policy it is refused ("Invalid principal in policy").

Found, across the roots of the program, where account and name of the roles are known:

* an ARN of a role that no root declares, in an account whose roots declare the roles that people
  and pipelines assume: in `assume_role` of a provider or backend, in a policy that allows
  `sts:AssumeRole`, in a trust policy (as principal or by `aws:PrincipalArn`);
* a role that may assume another one by its policy, which that one's trust does not admit;
* a role of another account that a trust policy names, and whose policies, all known, do not allow
  it to assume the role;
* an `external_id` that the trust demands and a provider or backend does not give.

Accounts are known by `allowed_account_ids` or by the role that a provider assumes. Roles that AWS
makes (`OrganizationAccountAccessRole`, `AWSReservedSSO_…`) are left out.

Fail:

    # file: operations/main.tf
    provider "aws" {
      region              = "us-east-1"
      allowed_account_ids = ["444444444444"]
    }

    resource "aws_iam_role" "ci" {
      name               = "ci-dev"
      assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
    }

    resource "aws_iam_role_policy" "ci" {
      role = aws_iam_role.ci.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect   = "Allow"
          Action   = "sts:AssumeRole"
          Resource = "arn:aws:iam::111111111111:role/deploy-dev"
        }]
      })
    }

    # file: dev/main.tf
    provider "aws" {
      region              = "us-east-1"
      allowed_account_ids = ["111111111111"]
    }

    resource "aws_iam_role" "deploy" {
      name = "deploy-dev"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Action    = "sts:AssumeRole"
          Principal = { AWS = "arn:aws:iam::444444444444:root" }
          Condition = {
            ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::444444444444:role/ci-developers" }
          }
        }]
      })
    }

Pass:

    # file: operations/main.tf
    provider "aws" {
      region              = "us-east-1"
      allowed_account_ids = ["444444444444"]
    }

    resource "aws_iam_role" "ci" {
      name               = "ci-dev"
      assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
    }

    resource "aws_iam_role_policy" "ci" {
      role = aws_iam_role.ci.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect   = "Allow"
          Action   = "sts:AssumeRole"
          Resource = "arn:aws:iam::111111111111:role/deploy-dev"
        }]
      })
    }

    # file: dev/main.tf
    provider "aws" {
      region              = "us-east-1"
      allowed_account_ids = ["111111111111"]
    }

    resource "aws_iam_role" "deploy" {
      name = "deploy-dev"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Action    = "sts:AssumeRole"
          Principal = { AWS = "arn:aws:iam::444444444444:root" }
          Condition = {
            ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::444444444444:role/ci-dev" }
          }
        }]
      })
    }

Mend: give both sides the same account and name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from tfgen.aws.accounts import Roles, RootRoles, all_roles, roles_of
from tfgen.aws.arns import arn, is_account
from tfgen.aws.assumptions import (
    ASSUME,
    PRINCIPAL_ARN,
    assumptions,
    granted,
    is_about,
    lets_in,
    may_be_about,
)
from tfgen.aws.holders import Held, held
from tfgen.aws.statements import known, operator
from tfgen.errors import Location, Problem
from tfgen.program.model import Module, Program, Resource
from tfgen.program.policies import Statement, allows, policies
from tfgen.program.values import Value
from tfgen.rules._stand_ins import Reader, Writer
from tfgen.rules.facts import Fact, compare_roots, location, place

ID: Final = "TFG204"
NAME: Final = "trust-mismatch"
SEVERITY: Final = "error"

_OF_AWS: Final = re.compile(
    r"AWS(ControlTower|ReservedSSO_|ServiceRoleFor).*|OrganizationAccountAccessRole|stacksets-exec-.*"
)
_HINT_NAME: Final = "Correct the account or the name, or declare the role."
_Place = tuple[str, Location]
_KEPT: Final = ("name", "path", "arn")
_SERVICE_KEYS: Final = re.compile("aws:Source(Account|Arn)", re.IGNORECASE)


class _Trust(NamedTuple):
    """A trust policy of a role."""

    role: Resource
    statements: tuple[Statement, ...]
    complete: bool
    where: Location
    value: Value


class _Held(NamedTuple):
    """What the policies of a role say about assuming roles, and whether that is surely all."""

    holder: Resource
    statements: tuple[Statement, ...]
    is_settled: bool


class _Assumption(NamedTuple):
    """A provider or backend that assumes a role, and the ExternalId that it gives."""

    value: Value
    what: str
    where: Location
    external_id: Value | None


@dataclass(frozen=True, slots=True, eq=False)
class _World:
    """All roles, what they hold, their trust policies, and where roles are for callers."""

    roles: Roles
    held: Mapping[Resource, _Held]
    trusts: Mapping[Resource, _Trust]
    accounts: frozenset[str]


def check(program: Program) -> Iterator[Problem]:
    """Yield a problem for each assumption that one side does not let happen."""
    return compare_roots(program, collect, compare)


def collect(root: Module) -> Fact:
    """The roles of a root with their trust policies and what they may assume; who assumes one."""
    writer = Writer()
    declared, every = roles_of(root), policies(root)
    trusts = {
        policy.owner: policy
        for policy in every
        if policy.role == "trust" and policy.owner.type == "aws_iam_role"
    }
    trusting = [
        [
            writer.resource(role, *_KEPT),
            [writer.statement(one) for one in policy.statements],
            policy.complete,
            place(policy.where),
            writer.value(policy.value),
        ]
        for role, policy in trusts.items()
        if not _is_for_services(policy.statements)
    ]
    holding = [_holding(root, holder, own, writer) for holder, own in held(root, every).items()]
    assumed = [
        [
            writer.value(one.value),
            one.what,
            place(one.block.where),
            None if (given := one.block.get("external_id")) is None else writer.value(given),
        ]
        for one in assumptions(root)
    ]
    known = [[account, name, writer.resource(role)] for account, name, role in declared.found]
    if not known and not assumed:
        return None
    return {
        "about": [sorted(declared.accounts), declared.is_complete, declared.is_deployable],
        "roles": known,
        "trusts": trusting,
        "held": holding,
        "assumptions": assumed,
        "resources": writer.resources,
    }


def _holding(root: Module, holder: Resource, own: Held, writer: Writer) -> Fact:
    """A role, what its policies say about assuming roles, and whether that is surely all."""
    about = [
        writer.statement(one)
        for policy in own.policies
        for one in policy.statements
        if may_be_about(one, ASSUME)
    ]
    return [writer.resource(holder, *(_KEPT if about else ())), about, _is_settled(root, own)]


def _is_for_services(statements: Sequence[Statement]) -> bool:
    """Whether a trust policy lets services in and asks nothing of roles.

    Such a policy has no part in what this rule finds, and most roles have one.
    """
    return any(
        one.effect == "Allow" and one.principals and is_about(one, ASSUME) for one in statements
    ) and all(
        all(who.type == "Service" and not who.negated for who in one.principals)
        and all(_SERVICE_KEYS.fullmatch(test.variable) for test in one.conditions)
        for one in statements
    )


def compare(facts: Sequence[Fact]) -> Iterator[Problem]:
    """Yield a problem for each assumption that one side does not let happen."""
    roots = [(fact, Reader(fact["resources"])) for fact in facts]
    world = _world(roots)
    if not world.roles.known:
        return
    for fact, reader in roots:
        for value, what, where, given in fact["assumptions"]:
            given_ = None if given is None else reader.value(given)
            assumption = _Assumption(reader.value(value), what, location(where), given_)
            yield from _assumption(assumption, world)
    for one in world.held.values():
        for value in granted(one.statements):
            yield from _grant(one.holder, value, world)
    for trust in world.trusts.values():
        yield from _trust(trust, world)


def _world(roots: Sequence[tuple[Fact, Reader]]) -> _World:
    trusts = [trust for fact, reader in roots for trust in _trusts(fact, reader)]
    for_callers = {
        trust.role.account
        for trust in trusts
        if trust.role.account is not None
        and any(
            principal.type in {"AWS", "Federated"}
            for statement in trust.statements
            for principal in statement.principals
        )
    }
    every = all_roles(_roles(fact, reader) for fact, reader in roots)
    found = [one for fact, reader in roots for one in _held(fact, reader)]
    return _World(
        every,
        {one.holder: one for one in found},
        {trust.role: trust for trust in trusts},
        every.settled & for_callers,
    )


def _roles(fact: Fact, reader: Reader) -> RootRoles:
    accounts, is_complete, is_deployable = fact["about"]
    found = ((account, name, reader.resource(role)) for account, name, role in fact["roles"])
    return RootRoles(frozenset(accounts), is_complete, is_deployable, tuple(found))


def _trusts(fact: Fact, reader: Reader) -> Iterator[_Trust]:
    for role, statements, complete, where, value in fact["trusts"]:
        read = tuple(map(reader.statement, statements))
        yield _Trust(reader.resource(role), read, complete, location(where), reader.value(value))


def _held(fact: Fact, reader: Reader) -> Iterator[_Held]:
    for holder, statements, is_settled in fact["held"]:
        yield _Held(reader.resource(holder), tuple(map(reader.statement, statements)), is_settled)


def _missing(text: str | None, world: _World) -> str | None:
    """The account of a role that surely is not declared where it should be, None otherwise."""
    found = arn(text)
    name = None if found is None else found.role
    if found is None or not name or not is_account(found.account):
        return None
    if found.account not in world.accounts or _OF_AWS.fullmatch(name):
        return None
    if found.resource.startswith(("role/aws-service-role/", "role/aws-reserved/")):
        return None
    return None if world.roles.may_exist(found.account, name) else found.account


def _does_not_exist(value: Value, account: str, what: str, related: _Place) -> Problem:
    return Problem(
        f'{what} "{value.text}", but no root declares such a role in account {account}.',
        value.where,
        _HINT_NAME,
        (related,),
    )


def _target(value: Value, world: _World) -> Resource | None:
    """The one declared role that a value surely names."""
    found = arn(value.text)
    if found is None or not found.role:
        return None
    named = world.roles.named(found.account, found.role)
    return named[0] if len(named) == 1 else None


def _assumption(assumption: _Assumption, world: _World) -> Iterator[Problem]:
    value = assumption.value
    account = _missing(value.text, world)
    if account is not None:
        related = ("assumed by", assumption.where)
        yield _does_not_exist(value, account, f"The {assumption.what} assumes", related)
        return
    role = _target(value, world)
    trust = None if role is None else world.trusts.get(role)
    if role is None or trust is None or not trust.complete:
        return
    demanded = _external_ids(trust)
    given = assumption.external_id
    if not demanded or (given is not None and given.text is None):
        return
    if given is None or given.text not in demanded:
        yield Problem(
            f"{role.block_address} demands another sts:ExternalId than the {assumption.what} "
            f"{'gives' if given is not None else 'gives: none'}.",
            value.where if given is None else given.where,
            "Set external_id to what the trust policy demands.",
            (("trust policy", trust.where),),
        )


def _external_ids(trust: _Trust) -> set[str]:
    """What every way in for other accounts demands; empty when one does not, or it is unknown."""
    found: set[str] = set()
    for statement in trust.statements:
        if statement.effect != "Allow" or all(one.type != "AWS" for one in statement.principals):
            continue
        values = [
            value.text
            for condition in statement.conditions
            if condition.variable.lower() == "sts:externalid"
            and operator(condition.test).name == "stringequals"
            for value in condition.values
        ]
        if not values or None in values:
            return set()
        found |= {text for text in values if text is not None}
    return found


def _grant(holder: Resource, value: Value, world: _World) -> Iterator[Problem]:
    account = _missing(value.text, world)
    if account is not None:
        related = ("role", holder.where)
        yield _does_not_exist(value, account, f"{holder.block_address} may assume", related)
        return
    role = _target(value, world)
    trust = None if role is None else world.trusts.get(role)
    if role is None or trust is None or role is holder:
        return
    if any(_missing(named.pattern(), world) for named in _named(trust)):
        return
    admitted = lets_in(trust.statements, trust.value, holder) if trust.complete else True
    if isinstance(admitted, Value):
        yield Problem(
            f"{role.block_address} does not trust {holder.block_address} "
            f"of account {holder.account}, whose policy lets it assume the role.",
            admitted.where,
            "Name the role in the trust policy, or take the permission away.",
            (("permission", value.where), ("role", role.where)),
        )


def _trust(trust: _Trust, world: _World) -> Iterator[Problem]:
    role = trust.role
    for value in _named(trust):
        account = _missing(value.pattern(), world)
        if account is not None:
            what = f"{role.block_address} trusts"
            yield _does_not_exist(value, account, what, ("role", role.where))
            continue
        caller = _target(value, world)
        found = None if caller is None else world.held.get(caller)
        if caller is None or caller.account == role.account:
            continue
        if found is None or not found.is_settled:
            continue
        if any(_missing(grant.text, world) for grant in granted(found.statements)):
            continue
        if allows(found.statements, ASSUME, role.read("arn")) == "no":
            yield Problem(
                f"{role.block_address} trusts {caller.block_address} of account "
                f"{caller.account}, but no policy of that role lets it assume this one.",
                value.where,
                f"Allow {ASSUME} on the role's ARN there, or take the trust away.",
                (("caller", caller.where), ("role", role.where)),
            )


def _named(trust: _Trust) -> Iterator[Value]:
    """The ARNs in a trust policy: principals, and values of aws:PrincipalArn."""
    for statement in trust.statements:
        if statement.effect != "Allow":
            continue
        for principal in statement.principals:
            if principal.type == "AWS" and not principal.negated:
                yield principal.value
        for condition in statement.conditions:
            if condition.variable.lower() == PRINCIPAL_ARN:
                yield from (value for _, value in known(condition.values))


def _is_settled(root: Module, found: Held) -> bool:
    """Whether all that a role is allowed is known."""
    return (
        root.is_complete
        and len(found.managed) == len(found.arns)
        and all(policy.complete for policy in found.policies)
    )
