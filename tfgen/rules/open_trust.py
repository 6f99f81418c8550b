"""A role can be assumed by people or pipelines that nobody meant to let in.

Why it matters: the trust policy is the only door of a role. Who comes through it has all the
role's permissions, and no policy of one's own account is asked.

Found, in trust policies of roles, in statements that allow:

* everybody (`*`, `{"AWS": "*"}`, `NotPrincipal`) without a condition on who asks;
* the whole of an account that is neither the role's own nor one of the program's, without any
  condition: AWS documents `sts:ExternalId` for such third parties (the confused deputy). Silent
  where the role's account is not known;
* jobs of GitHub (`token.actions.githubusercontent.com`) without a condition on `sub`, with one
  that admits any repository of an organization, or without one on `aud`; the provider signs the
  tokens of every repository in the world. A `*` under `StringEquals` is found, too: it stands for
  itself, so that no job is ever admitted;
* tokens of another OpenID Connect provider without any condition on their claims, and those of an
  EKS cluster without one on `sub`: any service account could take the role.

Fail:

    resource "aws_iam_role" "ci" {
      name = "ci"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect = "Allow"
          Action = "sts:AssumeRoleWithWebIdentity"
          Principal = {
            Federated = "arn:aws:iam::1111:oidc-provider/token.actions.githubusercontent.com"
          }
          Condition = {
            StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
            StringLike   = { "token.actions.githubusercontent.com:sub" = "repo:example/*" }
          }
        }]
      })
    }

Pass:

    resource "aws_iam_role" "ci" {
      name = "ci"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect = "Allow"
          Action = "sts:AssumeRoleWithWebIdentity"
          Principal = {
            Federated = "arn:aws:iam::1111:oidc-provider/token.actions.githubusercontent.com"
          }
          Condition = {
            StringEquals = {
              "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
              "token.actions.githubusercontent.com:sub" = "repo:example/app:environment:prod"
            }
          }
        }]
      })
    }

Mend: name the roles, or the account with a condition on `aws:PrincipalArn`; for GitHub, compare
`sub` with one repository and environment or branch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from tfgen.aws.accounts import accounts_of
from tfgen.aws.arns import account_of, arn
from tfgen.aws.statements import (
    demands,
    has_key,
    is_everything,
    is_wildcard,
    known,
    operator,
    title,
)
from tfgen.errors import Problem
from tfgen.program.model import Module, Program
from tfgen.program.policies import Condition, Policy, Principal, Statement, policies
from tfgen.program.values import UNKNOWN_PIECE
from tfgen.rules.facts import Fact, compare_roots, problem_fact, problem_of

ID: Final = "TFG114"
NAME: Final = "open-trust"
SEVERITY: Final = "error"

_GITHUB: Final = "token.actions.githubusercontent.com"
_EKS: Final = "oidc.eks."
_WHO: Final = (
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:principalisawsservice",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceip",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:userid",
)
_HINT: Final = "Name the roles, or the account with a condition on aws:PrincipalArn."
_HINT_SUBJECT: Final = (
    "Compare it by StringEquals with one repository and its environment or branch, such as "
    '"repo:example/app:environment:prod".'
)


def check(program: Program) -> Iterator[Problem]:
    """Yield a problem for each way into a role that is too wide."""
    return compare_roots(program, collect, compare)


def collect(root: Module) -> Fact:
    """The accounts of the root, and its problems with the account that must not be one of ours."""
    found = [
        [account, problem_fact(problem)]
        for policy in policies(root)
        if policy.role == "trust"
        for statement in policy.statements
        if statement.effect == "Allow"
        for account, problem in _statement(statement, policy)
    ]
    return {"accounts": sorted(accounts_of(root)), "found": found}


def compare(facts: Sequence[Fact]) -> Iterator[Problem]:
    """The problems of all roots, without those about accounts of one of them."""
    ours = {account for fact in facts for account in fact["accounts"]}
    for fact in facts:
        for account, problem in fact["found"]:
            if account not in ours:
                yield problem_of(problem)


def _statement(statement: Statement, policy: Policy) -> Iterator[tuple[str, Problem]]:
    """Each problem with the account that it is about, "" where it is one whatever is ours."""
    for principal in statement.principals:
        if principal.type == "AWS" and not principal.negated and not is_wildcard(principal):
            yield from _foreign(statement, principal, policy)
        else:
            for problem in _principal(statement, principal, policy):
                yield "", problem


def _principal(statement: Statement, principal: Principal, policy: Policy) -> Iterator[Problem]:
    related = (("role", policy.owner.where),)
    if principal.negated:
        if not _says_who(statement):
            message = f"{title(statement)} trusts everybody but the named ones (NotPrincipal)."
            yield Problem(message, principal.value.where, _HINT, related)
    elif is_wildcard(principal):
        if not _says_who(statement):
            message = f'{title(statement)} trusts everybody ("*") and asks for nothing else.'
            yield Problem(message, principal.value.where, _HINT, related)
    elif principal.type == "Federated":
        yield from _federated(statement, principal, policy)


def _says_who(statement: Statement) -> bool:
    return any(
        has_key(condition, _WHO) and demands(condition) for condition in statement.conditions
    )


def _foreign(
    statement: Statement, principal: Principal, policy: Policy
) -> Iterator[tuple[str, Problem]]:
    text, own = principal.value.text, policy.owner.account
    account = account_of(text)
    if account is None or own is None or account == own:
        return
    found = arn(text)
    if found is not None and found.resource != "root":
        return
    if not statement.conditions:
        yield (
            account,
            Problem(
                f"{title(statement)} trusts all of account {account}, which no root of the program "
                "uses, and asks for nothing else.",
                principal.value.where,
                "Name the role that needs it, or demand an sts:ExternalId that only they know.",
                (("role", policy.owner.where),),
            ),
        )


def _federated(statement: Statement, principal: Principal, policy: Policy) -> Iterator[Problem]:
    issuer = _issuer(principal)
    if any(not condition.variable for condition in statement.conditions):
        return
    if issuer.find(_GITHUB) >= 0 or any(
        condition.variable.lower().startswith(f"{_GITHUB}:") for condition in statement.conditions
    ):
        yield from _github(statement, policy)
        return
    if ":saml-provider/" in issuer or (UNKNOWN_PIECE in issuer and not statement.conditions):
        return
    keys = [condition.variable.lower() for condition in statement.conditions]
    related = (("role", policy.owner.where),)
    if _EKS in issuer:
        if not any(key.endswith(":sub") for key in keys):
            yield Problem(
                f"{title(statement)} trusts every service account of the cluster: "
                "it has no condition on sub.",
                statement.where,
                'Compare sub with one service account: "system:serviceaccount:<namespace>:<name>".',
                related,
            )
    elif issuer and not statement.conditions and not issuer.startswith("arn:aws:iam::aws"):
        yield Problem(
            f"{title(statement)} trusts every token of its identity provider: "
            "it has no condition on their claims.",
            statement.where,
            "Compare at least aud and sub with what the provider writes for you.",
            related,
        )


def _issuer(principal: Principal) -> str:
    """What is known of the provider: its ARN, or the URL of the resource it is."""
    found = principal.value.resource
    if found is not None and found.type == "aws_iam_openid_connect_provider":
        url = found.get("url")
        text = url.pattern() if url is not None else None
        if text is not None:
            return text
    return principal.value.pattern() or ""


def _github(statement: Statement, policy: Policy) -> Iterator[Problem]:
    related = (("role", policy.owner.where),)
    subjects = [found for found in statement.conditions if _is_claim(found, "sub")]
    if not subjects:
        yield Problem(
            f"{title(statement)} trusts the jobs of every repository on GitHub: "
            "it has no condition on sub.",
            statement.where,
            _HINT_SUBJECT,
            related,
        )
    if not any(_is_claim(found, "aud") for found in statement.conditions):
        yield Problem(
            f"{title(statement)} does not ask whom the tokens of GitHub are for: "
            "it has no condition on aud.",
            statement.where,
            f'Compare {_GITHUB}:aud by StringEquals with "sts.amazonaws.com".',
            related,
        )
    for condition in subjects:
        yield from _subjects(condition, policy)


def _is_claim(condition: Condition, claim: str) -> bool:
    return condition.variable.lower().endswith(f":{claim}")


def _subjects(condition: Condition, policy: Policy) -> Iterator[Problem]:
    test = operator(condition.test).name
    related = (("role", policy.owner.where),)
    for text, value in known(condition.values):
        shown = text.replace(UNKNOWN_PIECE, "…")
        if test == "stringlike" and _any_repository(text):
            message = f'sub may be "{shown}": the jobs of any repository may take the role.'
            yield Problem(message, value.where, _HINT_SUBJECT, related)
        elif test in {"stringequals", "stringequalsignorecase"} and "*" in text:
            message = (
                f'sub must be "{shown}", which no token says: {condition.test} compares "*" as '
                "it stands."
            )
            yield Problem(message, value.where, _HINT_SUBJECT, related)
        elif test.startswith("stringnot"):
            message = f'sub may be anything but "{shown}": any other repository may take the role.'
            yield Problem(message, value.where, _HINT_SUBJECT, related)


def _any_repository(text: str) -> bool:
    """Whether a pattern for sub leaves the organization or the repository open."""
    if is_everything(text):
        return True
    kind, colon, rest = text.partition(":")
    if "*" in kind:
        return True
    if kind != "repo" or not colon:
        return False
    organization, slash, rest = rest.partition("/")
    if not slash:
        return "*" in organization
    repository = rest.partition(":")[0]
    return "*" in organization or is_everything(repository)
