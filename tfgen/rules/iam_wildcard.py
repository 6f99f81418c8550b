"""A policy grants every action of a service, or an action on every resource.

Why it matters: whoever holds the role can do far more than its job, and a leak of its credentials
is a leak of the account. AWS decides what a wildcard means on the day of the request: actions that
a service gains later are granted, too.

Found, in statements that allow: actions `*`, `*:*` and `service:*`; `NotAction`; `NotResource`;
resource `*` (or a pattern as wide, such as `arn:aws:s3:::*`) where at least one action can be
limited to resources, as the Service Authorization Reference of AWS says of each action. Of a
pattern such as `ec2:Describe*` on `*` nothing is said when an action that it matches has no
resource level. Managed policies of AWS that give an administrator's rights or all of a service
(`AdministratorAccess`, `PowerUserAccess`, `…FullAccess`) are found where they are attached.

A condition that ties the request to a resource (`aws:ResourceTag/…`, `aws:RequestTag/…`,
`aws:ResourceAccount`, `aws:SourceVpce`, keys of the service itself such as `ec2:Vpc` or
`kms:ViaService`) makes `*` as resource acceptable; `IfExists`, `ForAllValues`, the caller's
address, the region or MFA do not. Policies that belong to one resource (key, bucket, queue) may
name `*`, and the policy of a key `kms:*`: both mean the resource itself. A permissions boundary
and the policy of a VPC endpoint are limits, not grants: they are found only when they limit
nothing. `iam:PassRole` on `*` is the matter of rule pass-role.

Fail:

    resource "aws_iam_role_policy" "app" {
      name = "app"
      role = "app"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "ec2:*", Resource = "*" },
          { Effect = "Allow", Action = ["s3:GetObject"], Resource = "*" },
        ]
      })
    }

Pass:

    resource "aws_iam_role_policy" "app" {
      name = "app"
      role = "app"
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "ec2:DescribeInstances", Resource = "*" },
          { Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::app-assets/*" },
        ]
      })
    }

Mend: name the actions that the job needs, and the ARNs they are for. Put actions without a
resource level into a statement of their own with `*`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from tfgen.aws.arns import arn
from tfgen.aws.statements import (
    demands,
    has_key,
    is_everything,
    known,
    listed,
    operator,
    title,
)
from tfgen.errors import Problem
from tfgen.program.model import Module, Program
from tfgen.program.policies import Condition, Policy, Statement, managed_arns, policies
from tfgen.program.values import Value
from tfgen.rules._actions import expand, scoped, split
from tfgen.rules.facts import Fact, compare_roots, problem_fact, problem_of

ID: Final = "TFG004"
NAME: Final = "iam-wildcard"
SEVERITY: Final = "error"

_WIDE_ARN: Final = re.compile(r"arn:(?:[^:*]*:(?:([\w-]+):)?)?[*:/?]*\*[*:/?]*")
_LISTS: Final = re.compile(r"[\w-]+:(?:Describe|List)\w*\*", re.IGNORECASE)
_WIDE_MANAGED: Final = re.compile(
    r"AdministratorAccess.*|PowerUserAccess|IAMFullAccess|\w*FullAccess"
)
_NARROWING: Final = (
    "aws:resourcetag/",
    "aws:requesttag/",
    "aws:resourceaccount",
    "aws:resourceorgid",
    "aws:resourceorgpaths",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:calledvia",
    "aws:calledviafirst",
    "aws:calledvialast",
)
# Keys of a service that say how something is asked for, not what it is asked of.
_NOT_NARROWING: Final = frozenset(
    {"ec2:region", "rds:region", "s3:authtype", "s3:signatureversion", "s3:tlsversion"}
)
_HINT_ACTIONS: Final = "Name the actions that are needed."
_HINT_RESOURCES: Final = (
    "Name the ARNs it is for, or limit it by a condition such as aws:ResourceTag. "
    'Actions without a resource level belong into a statement of their own with "*".'
)


def check(program: Program) -> Iterator[Problem]:
    """Yield a problem for each wildcard that grants, at the literal."""
    return compare_roots(program, collect, compare)


def collect(root: Module) -> Fact:
    """The names of boundaries in a root, and its problems.

    Those of a policy that is a boundary if any root uses its name as one stand behind the name:
    those it has as a boundary, and those it has as none.
    """
    found: list[Problem] = []
    doubtful = []
    for policy in policies(root):
        name = _name_of_boundary(policy)
        if _is_limit(policy):
            found += _limit(policy)
        elif policy.role != "boundary" and not _is_organization(policy):
            if name:
                as_limit, as_grant = _limit(policy), _grants(policy)
                doubtful.append(
                    [name, *([*map(problem_fact, one)] for one in (as_limit, as_grant))]
                )
            else:
                found += _grants(policy)
    found += _managed(root)
    names = sorted(_names_of_boundaries(root))
    if not (found or doubtful or names):
        return None
    return {"names": names, "found": [*map(problem_fact, found)], "doubtful": doubtful}


def compare(facts: Sequence[Fact]) -> Iterator[Problem]:
    """The problems of all roots, given all names of boundaries."""
    names = {name for fact in facts for name in fact["names"]}
    for fact in facts:
        for name, as_limit, as_grant in fact["doubtful"]:
            yield from map(problem_of, as_limit if name in names else as_grant)
        yield from map(problem_of, fact["found"])


def _is_organization(policy: Policy) -> bool:
    return policy.owner.type.startswith("aws_organizations_")


def _names_of_boundaries(root: Module) -> frozenset[str]:
    """The names of the policies that a root uses as a boundary, by their ARNs."""
    found = set()
    for owner in root.find("aws_iam_role", "aws_iam_user"):
        value = owner.get("permissions_boundary")
        name = value and arn(value.pattern())
        if name:
            found.add(name.resource.rpartition("/")[2])
    return frozenset(found)


def _is_limit(policy: Policy) -> bool:
    """Whether a policy limits, whatever others use as a boundary."""
    owner = policy.owner
    if policy.role == "boundary" or owner.type.startswith("aws_vpc_endpoint"):
        return True
    return policy.role == "identity" and (
        "boundary" in _name_of_boundary(policy).lower() or "boundary" in owner.name
    )


def _name_of_boundary(policy: Policy) -> str:
    """The name by which a root may use a policy as a boundary; "" for one that it cannot."""
    if policy.role != "identity" or policy.owner.type != "aws_iam_policy":
        return ""
    name = policy.owner.get("name")
    return (name.text if name is not None else None) or ""


def _limit(policy: Policy) -> Iterator[Problem]:
    """A limit that allows everything and denies nothing."""
    if policy.owner.type.startswith("aws_vpc_endpoint") or not policy.complete:
        return
    if any(statement.effect != "Allow" for statement in policy.statements):
        return
    for statement in policy.statements:
        if statement.conditions or not _is_everywhere(statement):
            continue
        for text, action in known(statement.actions):
            if is_everything(text) or text == "*:*":
                yield Problem(
                    f"{title(statement)} of a permissions boundary allows everything, "
                    "and nothing is denied: it limits nothing.",
                    action.where,
                    "Name the services that the roles may use, or add statements that deny.",
                    (("boundary", policy.owner.where),),
                )


def _is_everywhere(statement: Statement) -> bool:
    return any(is_everything(text) for text, _ in known(statement.resources))


def _grants(policy: Policy) -> Iterator[Problem]:
    identity = policy.role == "identity" and not (
        policy.owner.mode == "data" and any(found.principals for found in policy.statements)
    )
    for statement in policy.statements:
        if statement.effect != "Allow":
            continue
        yield from _actions(statement, policy)
        if identity:
            yield from _resources(statement, policy)


def _actions(statement: Statement, policy: Policy) -> Iterator[Problem]:
    related = (("policy of", policy.owner.where),)
    for text, value in known(statement.actions):
        service, name = split(text)
        if is_everything(text) or (service and ("*" in service or "?" in service)):
            what = f'"{_shown(text)}": every action of {_services(service)}'
        elif service and is_everything(name):
            if service == "kms" and policy.owner.type in {"aws_kms_key", "aws_kms_key_policy"}:
                continue
            if service == "kms" and policy.owner.mode == "data" and statement.principals:
                continue
            what = f'"{_shown(text)}": every action of {_services(service)}'
        else:
            continue
        yield Problem(f"{title(statement)} allows {what}.", value.where, _HINT_ACTIONS, related)
    for value in statement.not_actions[:1]:
        yield Problem(
            f"{title(statement)} allows every action but the named ones (NotAction).",
            value.where,
            "Allow the actions that are needed by Action; use NotAction to deny only.",
            related,
        )


def _services(service: str) -> str:
    if not service or set(service) <= set("*?"):
        return "every service"
    return "the service" if "\0" in service or "*" in service else service


def _shown(text: str) -> str:
    return text.replace("\0", "…")


def _resources(statement: Statement, policy: Policy) -> Iterator[Problem]:
    if any(_narrows(condition) for condition in statement.conditions):
        return
    related = (("policy of", policy.owner.where),)
    for text, value in known(statement.resources):
        wide = _WIDE_ARN.fullmatch(text)
        if not is_everything(text) and wide is None:
            continue
        names = _scopable(statement.actions, wide[1] if wide else None)
        if names:
            yield Problem(
                f'{title(statement)} allows {listed(names)} on every resource ("{_shown(text)}"), '
                "though it can be limited to some.",
                value.where,
                _HINT_RESOURCES,
                related,
            )
    for value in statement.not_resources[:1]:
        names = _scopable(statement.actions, None)
        if names:
            yield Problem(
                f"{title(statement)} allows {listed(names)} on every resource but the named ones "
                "(NotResource).",
                value.where,
                _HINT_RESOURCES,
                related,
            )


def _scopable(actions: tuple[Value, ...], service: str | None) -> list[str]:
    """The actions as written that could be limited to resources; wide ones are told elsewhere."""
    found = []
    for text, _ in known(actions):
        prefix, name = split(text)
        if not prefix or is_everything(name) or "\0" in text or text.lower() == "iam:passrole":
            continue
        if service not in {None, prefix}:
            continue
        if "*" not in text and "?" not in text:
            if scoped(text):
                found.append(text)
            continue
        levels = [scoped(action) for action in expand(text)]
        if any(levels) and not (_LISTS.fullmatch(text) and not all(levels)):
            found.append(text)
    return found


def _narrows(condition: Condition) -> bool:
    """Whether a condition of an identity policy ties the request to some resource."""
    key = condition.variable.lower()
    service = not key.startswith("aws:") and key not in _NOT_NARROWING
    if not service and not has_key(condition, _NARROWING):
        return False
    return demands(condition) or operator(condition.test).name == "null"


def _managed(root: Module) -> Iterator[Problem]:
    for owner, value in managed_arns(root):
        named = _managed_name(value)
        name = (named.pattern() or "").rpartition("/")[2]
        if _WIDE_MANAGED.fullmatch(name):
            yield Problem(
                f"{owner.block_address} attaches {name}, which AWS has made for {_reach(name)}.",
                named.where,
                "Attach a policy of your own with the actions and resources that are needed.",
                (("attached by", owner.where),),
            )


def _reach(name: str) -> str:
    if name.startswith("AdministratorAccess") or name == "PowerUserAccess":
        return "administrators"
    return "all of a service, on every resource"


def _managed_name(value: Value) -> Value:
    """The ARN itself, or what a data source looks the policy up by."""
    source = value.resource
    if source is not None and (source.mode, source.type) == ("data", "aws_iam_policy"):
        return source.get("arn") or source.get("name") or value
    return value
