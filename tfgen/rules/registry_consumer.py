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

from collections.abc import Iterator
from typing import Final

from tfgen.aws.accounts import Roles, roles
from tfgen.aws.arns import arn, is_account
from tfgen.aws.assumptions import PRINCIPAL_ARN
from tfgen.aws.ecs import shown
from tfgen.aws.images import Use, images
from tfgen.errors import Problem
from tfgen.program.model import Program, Resource
from tfgen.program.policies import Policy, Statement, policies
from tfgen.program.values import Value
from tfgen.rules._repositories import REPOSITORY, Repositories, repositories

ID: Final = "TFG205"
NAME: Final = "registry-consumer"
SEVERITY: Final = "error"

_POLICY: Final = "aws_ecr_repository_policy"


def check(program: Program) -> Iterator[Problem]:
    """Yield a problem for each image or policy that misses the other side."""
    declared = repositories(program)
    if not declared.accounts:
        return
    pulled = [use for root in program.roots for use in images(root)]
    for use in pulled:
        place = _place(use)
        if place is not None and not _is_at_home(use, place[0], declared):
            yield from _image(use, place, declared)
    consumers: dict[str, set[str]] = {}
    for use in pulled:
        account = use.owner.account
        if account is not None and use.image.account is not None:
            consumers.setdefault(account, set()).add(use.image.repository or "")
    every = roles(program)
    for root in program.roots:
        for policy in policies(root):
            if policy.owner.type == _POLICY:
                yield from _policy(policy, every, consumers)


def _place(use: Use) -> tuple[str, str] | None:
    image = use.image
    return (image.account, image.region) if image.account and image.region else None


def _is_at_home(use: Use, account: str, declared: Repositories) -> bool:
    """Whether the root of the image itself declares repositories of that registry."""
    return any(
        owner == account and found.module.root is use.owner.module.root
        for (owner, _, _), found in declared.known.items()
    )


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
            f'image "{shown(use.value)}" of {use.what} is in region {region}, but '
            f"{found.block_address} is in {other}",
            use.where,
            f"write the region {other}",
            (("repository", found.where),),
        )
    elif not _has_other_sources(account, declared):
        yield Problem(
            f'image "{shown(use.value)}" of {use.what} is in the repository "{name}", which no '
            f"root declares in account {account}",
            use.where,
            f'declare aws_ecr_repository "{name}" there, or correct the name',
        )


def _has_other_sources(account: str, declared: Repositories) -> bool:
    """Whether the account may have repositories in some region that are not known."""
    return any(owner in {None, account} for owner, _ in declared.open_places)


def _policy(policy: Policy, every: Roles, consumers: dict[str, set[str]]) -> Iterator[Problem]:
    repository = _repository_name(policy.owner)
    for statement in policy.statements:
        if statement.effect != "Allow":
            continue
        named = list(_roles(statement))
        working = {account for account, name, _ in named if every.may_exist(account, name)}
        for account, name, value in named:
            if account not in every.settled or account not in consumers:
                continue
            if every.may_exist(account, name):
                continue
            if account not in working and repository in consumers[account]:
                continue
            yield Problem(
                f'the policy of {policy.owner.block_address} lets in "{shown(value)}", but no '
                f"root declares such a role in account {account}",
                value.where,
                "name the execution roles as the root of that account does",
                (("policy", policy.where),),
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
