"""Which AWS accounts a root works in, and the roles that the roots of a program declare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tfgen.aws.arns import account_of as account_in
from tfgen.aws.arns import arn, covers, is_account
from tfgen.aws.statements import operator
from tfgen.program.model import Module, ObjectView, Program, Resource, View, account_of
from tfgen.program.policies import Condition
from tfgen.program.values import Value

_SAME: Final = frozenset({"stringequals", "stringlike", "arnequals", "arnlike"})
_SOURCE_ARNS: Final = frozenset({"aws:sourcearn", "kms:encryptioncontext:aws:logs:arn"})


def providers(root: Module) -> tuple[View, ...]:
    """The configurations of the provider "aws" in a root."""
    return tuple(view for view in root.top("provider") if view.labels[:1] == ("aws",))


def account_of_provider(provider: View) -> str | None:
    """The one account that a provider may work in, None when that cannot be told."""
    found = account_of(provider)
    return found if is_account(found) else None


def account_of_role(provider: View) -> tuple[str, Value] | None:
    """The account of the role that a provider assumes, and the ARN that says so."""
    for block in provider.blocks("assume_role"):
        value = block.get("role_arn")
        account = None if value is None else account_in(value.pattern())
        if value is not None and account is not None:
            return account, value
    return None


def sure_account(resource: Resource) -> str | None:
    """The account of a resource, None also where its provider contradicts itself."""
    if resource.provider is None:
        return None
    account, role = account_of_provider(resource.provider), account_of_role(resource.provider)
    return account if role is None or role[0] == account else None


def source_accounts(condition: Condition) -> list[tuple[str, Value]]:
    """The accounts of the resources that a service may come for; none when others may be."""
    if operator(condition.test).name not in _SAME:
        return []
    found = []
    for value in condition.values:
        text = value.pattern()
        account = text
        if condition.variable.lower() in _SOURCE_ARNS:
            source = arn(text)
            account = source.account if source is not None else None
        elif condition.variable.lower() != "aws:sourceaccount":
            account = None
        if not account:
            return []
        found.append((account, value))
    return found


def accounts_of(root: Module) -> frozenset[str]:
    """Every account that a provider of the root is known to work in."""
    found = {account_of_provider(provider) for provider in providers(root)}
    return frozenset(account for account in found if account is not None)


def own_account(root: Module) -> str | None:
    """The account of a root whose providers all work in one, None otherwise."""
    found = {account_of_provider(provider) for provider in providers(root)}
    return next(iter(found)) if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Roles:
    """The roles of a program by account and name, and what is known of the accounts.

    ``known`` has a list for a name that several roots may declare. ``partial`` are the patterns
    of names that are known in part, by account. ``settled`` are the accounts of whose roles we
    know all that Terraform makes: every root there is complete.
    """

    known: Mapping[tuple[str, str], tuple[Resource, ...]]
    partial: Mapping[str, tuple[str, ...]]
    settled: frozenset[str]

    def named(self, account: str, name: str) -> tuple[Resource, ...]:
        """The roles that are surely the one of this name."""
        return self.known.get((account, name), ())

    def may_exist(self, account: str, pattern: str) -> bool:
        """Whether a role that matches is declared, or may be as far as names are known."""
        if not any(char in pattern for char in "*?\0"):
            if (account, pattern) in self.known:
                return True
        elif any(found == account and covers(pattern, name) for found, name in self.known):
            return True
        return any(covers(name, pattern) for name in self.partial.get(account, ()))


def roles(program: Program) -> Roles:
    """Read every role of the program."""
    return all_roles(roles_of(root) for root in program.roots)


@dataclass(frozen=True, slots=True)
class RootRoles:
    """The roles of one root: account, name as a pattern, and the role, or what stands for it."""

    accounts: frozenset[str]
    is_complete: bool
    is_deployable: bool
    found: tuple[tuple[str | None, str | None, Resource], ...]


def roles_of(root: Module) -> RootRoles:
    """Read the roles of a root."""
    found = tuple((role.account, role_name(role), role) for role in root.find("aws_iam_role"))
    return RootRoles(accounts_of(root), root.is_complete, root.is_deployable, found)


def all_roles(roots: Iterable[RootRoles]) -> Roles:
    """The roles of all roots."""
    known: dict[tuple[str, str], list[Resource]] = {}
    partial: dict[str, list[str]] = {}
    unsettled: set[str] = set()
    nameless = False
    for root in roots:
        if not root.is_complete:
            unsettled |= root.accounts
        for account, name, role in root.found:
            if account is None:
                nameless = nameless or root.is_deployable
            elif name is not None and "\0" not in name:
                known.setdefault((account, name), []).append(role)
            else:
                partial.setdefault(account, []).append(name or "\0")
    every = {account for account, _ in known} | set(partial)
    return Roles(
        {key: tuple(found) for key, found in known.items()},
        {account: tuple(names) for account, names in partial.items()},
        frozenset() if nameless else frozenset(every - unsettled),
    )


def role_name(role: Resource) -> str | None:
    """The name of a role as far as it is known; None where Terraform makes one up."""
    value = role.get("name")
    if value is not None:
        return value.pattern() or "\0"
    prefix = role.get("name_prefix")
    return None if prefix is None else (prefix.pattern() or "") + "\0"


def providers_with_role(root: Module) -> Iterator[tuple[View, View | ObjectView]]:
    """Each provider with each block assume_role it has."""
    for provider in providers(root):
        for block in provider.blocks("assume_role"):
            yield provider, block
