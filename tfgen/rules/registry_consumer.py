"""An image registry and the accounts that pull from it do not fit together.

Why it matters: the registry is a root of its own, in another account. Neither plan shows that the
repository is not there, is in another region, or lets in roles that nobody has; the tasks start
late in the apply and fail with "repository does not exist" or "denied".

Found, across the roots of the program, where accounts, regions and names are known:

* an image in an account whose root declares repositories, all known, of a repository that exists
  in another region only, or not at all;
* a role, or a pattern of roles, that a repository policy lets in (as principal or by
  `aws:PrincipalArn`) and that no root of that account declares, although the account pulls images.

A registry that the root of the image declares itself, and a policy that shuts out the account or
the execution role of a task, are the matter of rule image-source.

Fail:

    # file: operations/main.tf
    provider "aws" {
      region              = "us-east-1"
      allowed_account_ids = ["444444444444"]
    }

    resource "aws_ecr_repository" "api" {
      name = "example/api"
    }

    # file: dev/main.tf
    provider "aws" {
      region              = "us-east-1"
      allowed_account_ids = ["111111111111"]
    }

    resource "aws_ecs_task_definition" "api" {
      family = "api"
      container_definitions = jsonencode([{
        name  = "api"
        image = "444444444444.dkr.ecr.eu-west-1.amazonaws.com/example/api:1.0.0"
      }])
    }

Pass:

    # file: operations/main.tf
    provider "aws" {
      region              = "us-east-1"
      allowed_account_ids = ["444444444444"]
    }

    resource "aws_ecr_repository" "api" {
      name = "example/api"
    }

    # file: dev/main.tf
    provider "aws" {
      region              = "us-east-1"
      allowed_account_ids = ["111111111111"]
    }

    resource "aws_ecs_task_definition" "api" {
      family = "api"
      container_definitions = jsonencode([{
        name  = "api"
        image = "444444444444.dkr.ecr.us-east-1.amazonaws.com/example/api:1.0.0"
      }])
    }

Mend: correct the image's account, region or name, or declare the repository; let the policy name
the execution roles as the consumers' roots do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, cast

from tfgen.aws.accounts import Roles, RootRoles, all_roles, roles_of
from tfgen.aws.arns import arn, is_account
from tfgen.aws.assumptions import PRINCIPAL_ARN
from tfgen.aws.ecs import shown
from tfgen.aws.images import images
from tfgen.errors import Problem
from tfgen.program.model import Module, Program, Resource
from tfgen.program.policies import Statement, policies
from tfgen.program.values import Value
from tfgen.rules._repositories import (
    REPOSITORY,
    Repositories,
    Use,
    image_use,
    read_registry,
    read_use,
    registry,
    repositories,
)
from tfgen.rules._stand_ins import Reader, Writer
from tfgen.rules.facts import Fact, compare_roots, location, place

ID: Final = "TFG205"
NAME: Final = "registry-consumer"
SEVERITY: Final = "error"

_POLICY: Final = "aws_ecr_repository_policy"


def check(program: Program) -> Iterator[Problem]:
    """Yield a problem for each image or policy that misses the other side."""
    return compare_roots(program, collect, compare)


def collect(root: Module) -> Fact:
    """The repositories, images, roles and repository policies of a root."""
    found = roles_of(root)
    return {
        "registry": registry(root, Writer(), policies=False),
        "images": [image_use(use) for use in images(root)],
        "about": [sorted(found.accounts), found.is_complete, found.is_deployable],
        "roles": [[account, name] for account, name, _ in found.found],
        "policies": [
            [
                policy.owner.block_address,
                place(policy.where),
                _repository_name(policy.owner),
                [
                    [[*named, shown(value), place(value.where)] for *named, value in _roles(one)]
                    for one in policy.statements
                    if one.effect == "Allow"
                ],
            ]
            for policy in policies(root)
            if policy.owner.type == _POLICY
        ],
    }


def compare(facts: Sequence[Fact]) -> Iterator[Problem]:
    """Yield a problem for each image or policy that misses the other side."""
    reader = Reader(())
    found = [(fact, read_registry(fact["registry"], reader)) for fact in facts]
    declared = repositories((fact["registry"], own) for fact, own in found)
    if not declared.accounts:
        return
    at_home = {(owner, one.folder) for (owner, _, _), one in declared.known.items()}
    pulled = [
        read_use(use, fact["registry"][0], own) for fact, own in found for use in fact["images"]
    ]
    for use in pulled:
        where = _place(use)
        # Of a registry that the root of the image declares, another rule asks.
        if where is not None and (where[0], use.folder) not in at_home:
            yield from _image(use, where, declared)
    consumers: dict[str, set[str]] = {}
    for use in pulled:
        if use.account is not None and use.image.account is not None:
            consumers.setdefault(use.account, set()).add(use.image.repository or "")
    every = all_roles(_root_roles(fact) for fact in facts)
    for fact in facts:
        for policy in fact["policies"]:
            yield from _policy(policy, every, consumers)


def _root_roles(fact: Fact) -> RootRoles:
    """The roles of a root; which resources they are, nobody asks here."""
    accounts, is_complete, is_deployable = fact["about"]
    nobody = cast("Resource", None)
    found = tuple((account, name, nobody) for account, name in fact["roles"])
    return RootRoles(frozenset(accounts), is_complete, is_deployable, found)


def _place(use: Use) -> tuple[str, str] | None:
    image = use.image
    return (image.account, image.region) if image.account and image.region else None


def _image(use: Use, place: tuple[str, str], declared: Repositories) -> Iterator[Problem]:
    account, region = place
    name = use.image.repository
    if declared.find(account, region, name) is not None:
        return
    if name is None or account not in declared.accounts or not declared.is_whole(*place):
        return
    elsewhere = sorted(
        (other, found)
        for (owner, other, same), found in declared.known.items()
        if owner == account and same == name
    )
    if elsewhere:
        other, found = elsewhere[0]
        yield Problem(
            f'image "{use.shown}" of {use.what} is in region {region}, but '
            f"{found.block_address} is in {other}",
            use.where,
            f"write the region {other}",
            (("repository", found.where),),
        )
    elif not _has_other_sources(account, declared):
        yield Problem(
            f'image "{use.shown}" of {use.what} is in the repository "{name}", which no '
            f"root declares in account {account}",
            use.where,
            f'declare aws_ecr_repository "{name}" there, or correct the name',
        )


def _has_other_sources(account: str, declared: Repositories) -> bool:
    """Whether the account may have repositories in some region that are not known."""
    return any(owner in {None, account} for owner, _ in declared.open_places)


def _policy(policy: Fact, every: Roles, consumers: dict[str, set[str]]) -> Iterator[Problem]:
    address, where, repository, statements = policy
    for named in statements:
        working = {account for account, name, *_ in named if every.may_exist(account, name)}
        for account, name, text, at in named:
            if account not in every.settled or account not in consumers:
                continue
            if every.may_exist(account, name):
                continue
            if account not in working and repository in consumers[account]:
                continue
            yield Problem(
                f'the policy of {address} lets in "{text}", but no root declares such a role in '
                f"account {account}",
                location(at),
                "name the execution roles as the root of that account does",
                (("policy", location(where)),),
            )


def _roles(statement: Statement) -> Iterator[tuple[str, str, Value]]:
    """The roles a statement names: account, name or pattern, and the value."""
    values = [one.value for one in statement.principals if one.type == "AWS" and not one.negated]
    for condition in statement.conditions:
        if condition.variable.lower() == PRINCIPAL_ARN:
            values += condition.values
    for value in values:
        found = None if value.resource is not None else arn(value.pattern())
        if found is not None and found.role and is_account(found.account):
            yield found.account, found.role, value


def _repository_name(policy: Resource) -> str | None:
    value = policy.get("repository")
    if value is None:
        return None
    if value.resource is not None and value.resource.type == REPOSITORY:
        name = value.resource.get("name")
        return None if name is None else name.text
    return value.text
