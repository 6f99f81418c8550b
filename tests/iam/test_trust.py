"""Who may become whom, who may pull images, and what the deployment roles cannot do."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest

from tests.iam.documents import Role, documents, roles
from tests.iam.evaluate import Policy, committed, environments
from tests.iam.simulator import Decision, Principal, Request, decide

ACCOUNTS = {"dev": "111111111111", "staging": "222222222222", "prod": "333333333333"}
OPERATIONS = "444444444444"
STRANGER = "999999999999"
PROVIDER = f"arn:aws:iam::{OPERATIONS}:oidc-provider/token.actions.githubusercontent.com"
REPOSITORY = "fintech-example/platform"
EVERYTHING: Policy = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "sts:*", "Resource": "*"}],
}


@cache
def all_roles() -> Mapping[str, Role]:
    return roles(committed(name) for name in environments())


def may_assume(who: Role, target: Role) -> bool:
    request = Request(Principal("AWS", who.arn), "sts:AssumeRole", target.arn)
    decision = decide(request, who.policies, target.trust, who.boundary)
    return decision is Decision.ALLOWED


def pairs(found: Mapping[str, Role]) -> set[tuple[str, str]]:
    return {
        (who.name, target.name)
        for who in found.values()
        for target in found.values()
        if may_assume(who, target)
    }


ALLOWED = {(f"fintech-ci-{name}", f"fintech-deploy-{name}") for name in ACCOUNTS} | {
    ("fintech-ci-peering", f"fintech-deploy-{name}") for name in ACCOUNTS
}


def test_exactly_the_ci_roles_become_deployment_roles_each_its_own() -> None:
    assert len(all_roles()) == 25
    assert pairs(all_roles()) == ALLOWED
    assert ("fintech-ci-dev", "fintech-deploy-prod") not in pairs(all_roles())


def test_neither_half_alone_opens_prod_to_the_pipeline_of_dev() -> None:
    """The trust of prod's role and the policy of dev's pipeline each stand in the way."""
    dev, prod = all_roles()["fintech-ci-dev"], all_roles()["fintech-deploy-prod"]
    generous = replace(dev, policies=(EVERYTHING,))
    assert not may_assume(generous, prod)
    open_trust = copy.deepcopy(prod.trust)
    open_trust["Statement"][0]["Condition"] = {}
    assert not may_assume(dev, replace(prod, trust=open_trust))
    assert may_assume(generous, replace(prod, trust=open_trust))


@pytest.mark.parametrize("name", ACCOUNTS)
def test_an_administrator_of_another_account_becomes_no_role(name: str) -> None:
    admin = Role("", STRANGER, "administrator", {}, (EVERYTHING,))
    others = [
        replace(admin, account_id=account)
        for account in (STRANGER, OPERATIONS, *ACCOUNTS.values())
        if account != ACCOUNTS[name]
    ]
    deploy = all_roles()[f"fintech-deploy-{name}"]
    assert [who.arn for who in others if may_assume(who, deploy)] == []


def becomes(role: Role, subject: str, audience: str = "sts.amazonaws.com") -> bool:
    """Whether GitHub's token with this subject gets the role."""
    request = Request(
        Principal("Federated", PROVIDER),
        "sts:AssumeRoleWithWebIdentity",
        role.arn,
        {
            "token.actions.githubusercontent.com:sub": subject,
            "token.actions.githubusercontent.com:aud": audience,
        },
    )
    return decide(request, (), role.trust) is Decision.ALLOWED


@pytest.mark.parametrize("name", [*ACCOUNTS, "peering"])
def test_only_jobs_of_the_github_environment_get_a_ci_role(name: str) -> None:
    role = all_roles()[f"fintech-ci-{name}"]
    subject = f"repo:{REPOSITORY}:environment:{name}"
    assert becomes(role, subject)
    assert not becomes(role, subject, "https://github.com/fintech-example")
    for other in (
        f"repo:{REPOSITORY}:pull_request",
        f"repo:{REPOSITORY}:ref:refs/heads/main",
        f"repo:{REPOSITORY}:environment:{name}2",
        f"repo:{REPOSITORY}:environment:{'dev' if name != 'dev' else 'prod'}",
        f"repo:someone/{REPOSITORY}:environment:{name}",
        f"repo:fintech-example/other:environment:{name}",
    ):
        assert not becomes(role, other), other


def may_pull(account: str, name: str, policies: tuple[Policy, ...], repository: Policy) -> bool:
    request = Request(
        Principal("AWS", f"arn:aws:iam::{account}:role/{name}"),
        "ecr:BatchGetImage",
        f"arn:aws:ecr:us-east-1:{OPERATIONS}:repository/fintech/api",
    )
    return decide(request, policies, repository) is Decision.ALLOWED


def test_the_registry_lets_execution_roles_of_the_environments_pull_and_nobody_else() -> None:
    repository = next(
        document.policy
        for document in documents(committed("operations"))
        if document.kind == "registry" and "ecr_api" in document.address
    )
    asking = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "ecr:BatchGetImage", "Resource": "*"}],
    }
    for name, account in ACCOUNTS.items():
        own = all_roles()[f"fintech-{name}-api-execution"]
        assert may_pull(account, own.name, own.policies, repository)
        assert may_pull(account, f"fintech-{name}-pr-123-api-execution", (asking,), repository)
        task = all_roles()[f"fintech-{name}-api-task"]
        assert not may_pull(account, task.name, (asking,), repository)
        for lookalike in (
            f"fintech-{name}-execution",
            f"other-{name}-api-execution",
            f"fintech-{name}-api-execution-2",
            "administrator",
        ):
            assert not may_pull(account, lookalike, (asking,), repository), lookalike
        assert not may_pull(STRANGER, own.name, (asking,), repository)
    assert not may_pull(ACCOUNTS["dev"], "fintech-prod-api-execution", (asking,), repository)


def deploys(
    name: str, action: str, resource: str, account: str | None = None, **context: str
) -> bool:
    """Whether the deployment role of an environment may do something."""
    role = all_roles()[f"fintech-deploy-{name}"]
    keys = {
        key.replace("__", ":").replace("_TAG_", "Tag/"): value for key, value in context.items()
    }
    request = Request(Principal("AWS", role.arn), action, resource, keys)
    return decide(request, role.policies, resource_account=account) is Decision.ALLOWED


def test_a_deployment_role_makes_roles_with_the_boundary_only() -> None:
    account = ACCOUNTS["dev"]
    role = f"arn:aws:iam::{account}:role/fintech-dev-api-task"
    boundary = f"arn:aws:iam::{account}:policy/fintech-boundary-dev"
    assert deploys("dev", "iam:CreateRole", role, iam__PermissionsBoundary=boundary)
    assert not deploys("dev", "iam:CreateRole", role)
    other = boundary.replace("fintech-boundary-dev", "wide-open")
    assert not deploys("dev", "iam:CreateRole", role, iam__PermissionsBoundary=other)
    outside = f"arn:aws:iam::{account}:role/administrator"
    assert not deploys("dev", "iam:CreateRole", outside, iam__PermissionsBoundary=boundary)
    assert not deploys("dev", "iam:DeleteRolePermissionsBoundary", role)


@pytest.mark.parametrize("name", ACCOUNTS)
def test_a_deployment_role_cannot_widen_itself_or_reach_the_bootstrap(name: str) -> None:
    account = ACCOUNTS[name]
    own = f"arn:aws:iam::{account}:role/fintech-deploy-{name}"
    boundary = f"arn:aws:iam::{account}:policy/fintech-boundary-{name}"
    for action in ("iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy", "iam:DeleteRole"):
        assert not deploys(name, action, own, iam__PermissionsBoundary=boundary), action
    assert not deploys(
        name,
        "iam:AttachRolePolicy",
        own,
        iam__PermissionsBoundary=boundary,
        iam__PolicyARN=boundary,
    )
    assert not deploys(name, "iam:CreatePolicyVersion", boundary)
    bucket = f"arn:aws:s3:::fintech-tfstate-{name}-{account}"
    assert deploys(name, "s3:PutObject", f"{bucket}/env/{name}/terraform.tfstate", account)
    assert not deploys(name, "s3:GetObject", f"{bucket}/bootstrap/terraform.tfstate", account)
    for action in ("s3:DeleteBucket", "s3:PutBucketPolicy", "s3:PutBucketVersioning"):
        assert not deploys(name, action, bucket, account), action
    table = f"arn:aws:dynamodb:us-east-1:{account}:table/fintech-tfstate-{name}-locks"
    assert deploys(name, "dynamodb:PutItem", table)
    assert not deploys(name, "dynamodb:DeleteTable", table)


def test_the_boundary_caps_what_a_role_may_do() -> None:
    task = all_roles()["fintech-dev-api-task"]
    powerful = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
    }
    assert task.boundary is not None

    def can(action: str, resource: str, account: str | None = None) -> bool:
        request = Request(Principal("AWS", task.arn), action, resource)
        decision = decide(request, (powerful,), boundary=task.boundary, resource_account=account)
        return decision is Decision.ALLOWED

    account = ACCOUNTS["dev"]
    assert can("s3:GetObject", f"arn:aws:s3:::fintech-dev-assets-{account}/a", account)
    assert not can("s3:GetObject", f"arn:aws:s3:::fintech-tfstate-dev-{account}/a", account)
    assert not can("iam:CreateUser", f"arn:aws:iam::{account}:user/x")
    assert not can("sts:AssumeRole", all_roles()["fintech-deploy-dev"].arn)
    assert not can("ec2:TerminateInstances", f"arn:aws:ec2:us-east-1:{account}:instance/i-1")


def test_a_trust_that_is_open_changes_the_matrix() -> None:
    found = dict(all_roles())
    deploy = found["fintech-deploy-prod"]
    trust = json.loads(json.dumps(deploy.trust))
    trust["Statement"][0]["Condition"]["ArnEquals"]["aws:PrincipalArn"] = (
        f"arn:aws:iam::{OPERATIONS}:role/fintech-ci-dev"
    )
    found[deploy.name] = replace(deploy, trust=trust)
    assert pairs(found) != ALLOWED
