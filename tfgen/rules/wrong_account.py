"""An account id is malformed, or names another account than the one it is used in.

Why it matters: account ids are copied from one environment to the next and look alike. AWS finds
out when the resource is created, or never: a policy that names the wrong account is valid and
allows nothing, or lets another environment in.

Found:

* an id in an ARN, in `allowed_account_ids`, `peer_owner_id` and the like that has not twelve
  digits: one that was written as a number has lost its leading zero;
* a provider that assumes a role of another account than its `allowed_account_ids`: every plan
  stops. The place is the one whose account the rest of the root mentions less;
* a literal ARN of another account where AWS takes one of the own account only: roles that are
  passed to a service, permissions boundaries and attached policies, target groups, certificates of
  listeners. The own account is known by the provider of the resource;
* a backend in the account of another environment, when the other roots keep their state at home;
* `aws:SourceAccount` or `aws:SourceArn` of one single other account for a service in a resource
  policy. Roots for logs, operations, audit and the like, whose buckets take from others, are left
  out;
* in a policy of a role, resources of services without access between accounts (log groups, ECS,
  load balancers, alarms) in the account of another root.

Not found: ARNs of keys, buckets, topics, secrets and roles to assume in other accounts, which are
legitimate.

Fail:

    provider "aws" {
      region              = "us-east-1"
      allowed_account_ids = ["111111111111"]

      assume_role {
        role_arn = "arn:aws:iam::222222222222:role/deploy"
      }
    }

Pass:

    provider "aws" {
      region              = "us-east-1"
      allowed_account_ids = ["111111111111"]

      assume_role {
        role_arn = "arn:aws:iam::111111111111:role/deploy"
      }
    }

Mend: write the account's own id, in quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from tfgen.aws.accounts import (
    account_of_provider,
    account_of_role,
    own_account,
    providers,
    source_accounts,
    sure_account,
)
from tfgen.aws.arns import account_of, arn, is_account
from tfgen.aws.statements import known, title
from tfgen.errors import Problem
from tfgen.program.model import Module, ObjectView, Program, Resource, View
from tfgen.program.policies import Policy, Statement, policies
from tfgen.program.values import Value
from tfgen.rules._account_ids import malformed
from tfgen.rules._role_uses import uses
from tfgen.rules._state_accounts import state, states_elsewhere
from tfgen.rules.facts import Fact, compare_roots, problem_fact, problem_of

ID: Final = "TFG203"
NAME: Final = "wrong-account"
SEVERITY: Final = "error"

# Arguments, below their nested blocks, that take an ARN of the own account only.
_OWN_ONLY: Final = {
    "aws_alb_listener": ("certificate_arn", "default_action.target_group_arn"),
    "aws_ecs_service": ("cluster", "load_balancer.target_group_arn"),
    "aws_iam_policy_attachment": ("policy_arn",),
    "aws_iam_role": ("permissions_boundary", "managed_policy_arns"),
    "aws_iam_role_policy_attachment": ("policy_arn",),
    "aws_iam_user": ("permissions_boundary",),
    "aws_iam_user_policy_attachment": ("policy_arn",),
    "aws_lb_listener": ("certificate_arn", "default_action.target_group_arn"),
    "aws_lb_listener_certificate": ("certificate_arn",),
}
_NO_ACCESS_BETWEEN: Final = frozenset(
    {
        "application-autoscaling",
        "autoscaling",
        "cloudwatch",
        "ecs",
        "elasticloadbalancing",
        "logs",
    }
)
_FOR_OTHERS: Final = frozenset(
    {
        *("archive", "audit", "backup", "central", "compliance", "hub", "log", "logging", "logs"),
        *("management", "monitoring", "network", "observability", "operations", "ops", "security"),
        *("shared", "tooling", "tools"),
    }
)


def check(program: Program) -> Iterator[Problem]:
    """Yield a problem for each account id that cannot be right."""
    return compare_roots(program, collect, compare)


def collect(root: Module) -> Fact:
    """The root's account, where its state is, and its problems.

    Each with the account that it is about if it is only one where another root has that.
    """
    found: list[tuple[str, Problem]] = []
    alone = [malformed(root), *(_provider(provider, root) for provider in providers(root))]
    for problems in (*alone, _own_only(root)):
        found += (("", problem) for problem in problems)
    for policy in policies(root):
        own = sure_account(policy.owner)
        if own is not None:
            for statement in policy.statements:
                if statement.effect == "Allow":
                    found += _statement(statement, policy, own)
    return {
        "account": own_account(root),
        "state": state(root),
        "found": [[account, problem_fact(problem)] for account, problem in found],
    }


def compare(facts: Sequence[Fact]) -> Iterator[Problem]:
    """The problems of all roots that are some, and those of states."""
    yield from states_elsewhere(fact["state"] for fact in facts if fact["state"] is not None)
    owners = {fact["account"] for fact in facts}
    for fact in facts:
        for account, problem in fact["found"]:
            if not account or account in owners:
                yield problem_of(problem)


def _provider(provider: View, root: Module) -> Iterator[Problem]:
    account, role = account_of_provider(provider), account_of_role(provider)
    allowed = provider.get("allowed_account_ids")
    if account is None or role is None or allowed is None or role[0] == account:
        return
    here, there = role[1], allowed.as_list()[0]
    if _mentions(root, account) < _mentions(root, role[0]):
        here, there = there, here
    yield Problem(
        f"The provider may work in account {account} only, but assumes a role of account "
        f"{role[0]}.",
        here.where,
        "Write the same account in both.",
        (("the other account", there.where),),
    )


def _mentions(root: Module, account: str) -> int:
    """How often the files of a root and its modules name an account."""
    folders = {module.folder for module in root.everything()}
    return sum(
        file.text.count(account)
        for path, file in root.program.files.items()
        if (path.rpartition("/")[0] or ".") in folders
    )


def _own_only(root: Module) -> Iterator[Problem]:
    for use in uses(root):
        yield from _other(use.owner, use.attribute, use.value)
    for kind, paths in _OWN_ONLY.items():
        for owner in root.find(kind):
            for path in paths:
                *blocks, attribute = path.split(".")
                for value in _below(owner, blocks, attribute):
                    yield from _other(owner, attribute, value)


def _below(view: View | ObjectView, blocks: list[str], attribute: str) -> Iterator[Value]:
    if blocks:
        for block in view.blocks(blocks[0]):
            yield from _below(block, blocks[1:], attribute)
        return
    value = view.get(attribute)
    if value is not None:
        yield from value.as_list()


def _other(owner: Resource, attribute: str, value: Value) -> Iterator[Problem]:
    if value.resource is not None:
        return
    found, own = arn(value.pattern()), sure_account(owner)
    if found is None or own is None or not is_account(found.account) or found.account == own:
        return
    yield Problem(
        f"{attribute} is in account {found.account}, but the {owner.type} that has it is in "
        f"{own}, and AWS takes one of the same account only.",
        value.where,
        f"Name one of account {own}.",
        (("used by", owner.where),),
    )


def _statement(statement: Statement, policy: Policy, own: str) -> Iterator[tuple[str, Problem]]:
    """Each problem, with the account that it is about where another root has to have that."""
    if policy.role == "resource":
        for problem in _sources(statement, policy, own):
            yield "", problem
    elif policy.role == "identity" and policy.owner.type.startswith("aws_iam_"):
        for text, value in known(statement.resources):
            found = arn(text)
            if found is None or found.account == own or found.service not in _NO_ACCESS_BETWEEN:
                continue
            if is_account(found.account):
                yield (
                    found.account,
                    Problem(
                        f'{title(statement)} allows access to "{found.service}" in account '
                        f"{found.account}, that of another root; the role is in {own}, and the "
                        "service lets no other account in.",
                        value.where,
                        f"Name account {own}.",
                        (("policy of", policy.owner.where),),
                    ),
                )


def _sources(statement: Statement, policy: Policy, own: str) -> Iterator[Problem]:
    if not any(principal.type == "Service" for principal in statement.principals):
        return
    if _FOR_OTHERS & set(re.findall("[a-z0-9]+", policy.owner.module.root.environment)):
        return
    for condition in statement.conditions:
        accounts = source_accounts(condition)
        if len({account for account, _ in accounts}) != 1:
            continue
        account, value = accounts[0]
        if is_account(account) and account_of(account) != own:
            yield Problem(
                f"{title(statement)} lets a service come for account {account} alone "
                f"({condition.variable}), but {policy.owner.type}.{policy.owner.name} is in {own}.",
                value.where,
                f"Name account {own}, or a list of accounts if others are meant.",
                (("policy of", policy.owner.where),),
            )
