"""How far the deployment roles and the roles that they create can go.

Not single actions are asked for but every action that AWS has (policy_sentry), with a request that
satisfies as many conditions as it can.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

import pytest
from policy_sentry.querying.actions import get_actions_for_service
from policy_sentry.querying.all import get_all_service_prefixes

from tests.iam.callers import (
    ACCOUNTS,
    EVERYTHING,
    OPERATIONS,
    Caller,
    all_roles,
    caller,
    deployer,
)
from tests.iam.documents import Document, Role, documents, roles
from tests.iam.evaluate import Policy, committed
from tests.iam.simulator import Principal

every_environment = pytest.mark.parametrize("name", ACCOUNTS)

MONITORING = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"


@cache
def actions(*services: str) -> tuple[str, ...]:
    """Every action of the services."""
    return tuple(action for service in services for action in get_actions_for_service(service))


def reached(
    who: Caller,
    service: str,
    resource: str,
    context: Mapping[str, str] | None = None,
    *,
    policy: Policy | None = None,
    account_id: str | None = None,
) -> set[str]:
    """The names of a service's actions that somebody may do with a resource."""
    return {
        action.partition(":")[2]
        for action in actions(service)
        if who.may(action, resource, context, policy=policy, account_id=account_id)
    }


def boundary(name: str) -> str:
    return f"arn:aws:iam::{ACCOUNTS[name]}:policy/fintech-boundary-{name}"


def conditions(name: str) -> dict[str, str]:
    """The keys of a request that carries all that the policies ask for."""
    return {
        "aws:RequestTag/Environment": name,
        "aws:ResourceTag/Environment": name,
        "iam:AWSServiceName": "ecs.amazonaws.com",
        "iam:PassedToService": "ecs-tasks.amazonaws.com",
        "iam:PermissionsBoundary": boundary(name),
        "iam:PolicyARN": MONITORING,
        "kms:GrantIsForAWSResource": "true",
        "kms:ViaService": "s3.us-east-1.amazonaws.com",
    }


def document(name: str, address: str) -> Document:
    (found,) = (d for d in documents(committed(name)) if d.address == address)
    return found


@every_environment
def test_a_deployment_role_reaches_neither_itself_nor_its_policies_and_boundary(name: str) -> None:
    account_id = ACCOUNTS[name]
    protected = [
        f"arn:aws:iam::{account_id}:role/fintech-deploy-{name}",
        f"arn:aws:iam::{account_id}:role/administrator",
        f"arn:aws:iam::{account_id}:user/administrator",
        f"arn:aws:iam::{account_id}:group/administrators",
        f"arn:aws:iam::{account_id}:oidc-provider/token.actions.githubusercontent.com",
        f"arn:aws:iam::{account_id}:policy/fintech-deploy-{name}-network",
        f"arn:aws:iam::{account_id}:policy/fintech-{name}-of-its-own",
        boundary(name),
        "*",
    ]
    for resource in protected:
        found = reached(deployer(name), "iam", resource, conditions(name))
        assert (resource, found) == (resource, set())


CHANGES_WITH_BOUNDARY = {
    "AttachRolePolicy",
    "CreateRole",
    "DeleteRolePolicy",
    "DetachRolePolicy",
    "PutRolePermissionsBoundary",
    "PutRolePolicy",
}
CHANGES = {
    "DeleteRole",
    "PassRole",
    "TagRole",
    "UntagRole",
    "UpdateAssumeRolePolicy",
    "UpdateRole",
    "UpdateRoleDescription",
}


def changes(who: Caller, resource: str, context: Mapping[str, str]) -> set[str]:
    found = reached(who, "iam", resource, context)
    return {action for action in found if not action.startswith(("Get", "List"))}


@every_environment
def test_a_deployment_role_changes_own_roles_and_gives_rights_within_the_boundary_only(
    name: str,
) -> None:
    role = f"arn:aws:iam::{ACCOUNTS[name]}:role/fintech-{name}-api-task"
    who, full = deployer(name), conditions(name)
    assert changes(who, role, full) == CHANGES | CHANGES_WITH_BOUNDARY
    for other in ("arn:aws:iam::aws:policy/AdministratorAccess", boundary(name) + "-2"):
        assert changes(who, role, {**full, "iam:PermissionsBoundary": other}) == CHANGES
    without = {key: text for key, text in full.items() if key != "iam:PermissionsBoundary"}
    assert changes(who, role, without) == CHANGES


@every_environment
def test_a_deployment_role_attaches_one_policy_of_aws_and_passes_roles_to_few_services(
    name: str,
) -> None:
    role = f"arn:aws:iam::{ACCOUNTS[name]}:role/fintech-{name}-api-task"
    who, full = deployer(name), conditions(name)
    assert who.may("iam:AttachRolePolicy", role, full)
    for other in ("arn:aws:iam::aws:policy/AdministratorAccess", boundary(name)):
        assert not who.may("iam:AttachRolePolicy", role, {**full, "iam:PolicyARN": other})
    for service, passed in {
        "ecs-tasks": True, "monitoring.rds": True, "rds": True, "vpc-flow-logs": True,
        "ec2": False, "lambda": False, "cloudformation": False,
    }.items():  # fmt: skip
        context = {**full, "iam:PassedToService": f"{service}.amazonaws.com"}
        assert who.may("iam:PassRole", role, context) is passed, service


@every_environment
def test_a_deployment_role_reaches_its_own_state_and_nothing_else_of_the_bootstrap(
    name: str,
) -> None:
    account_id, who = ACCOUNTS[name], deployer(name)
    bucket = f"arn:aws:s3:::fintech-tfstate-{name}-{account_id}"
    expected = {
        bucket: {"ListBucket"},
        f"{bucket}/bootstrap/terraform.tfstate": set(),
        f"{bucket}/bootstrap/terraform.tfstate.tflock": set(),
        f"{bucket}/env/{name}/terraform.tfstate": {"GetObject", "PutObject"},
        f"{bucket}/env/{name}/terraform.tfstate.tflock": {"DeleteObject", "GetObject", "PutObject"},
        f"{bucket}/env/other/terraform.tfstate": set(),
    }
    policy = document(name, "bootstrap: module.state_backend.aws_s3_bucket_policy.this").policy
    context = {**conditions(name), "aws:SecureTransport": "true", "s3:TlsVersion": "1.3"}
    for resource, found in expected.items():
        every = reached(who, "s3", resource, context, policy=policy, account_id=account_id)
        assert (resource, every) == (resource, found)
        for weak in ({"aws:SecureTransport": "false"}, {"s3:TlsVersion": "1.1"}):
            plain = {**context, **weak}
            assert not reached(who, "s3", resource, plain, policy=policy, account_id=account_id)
    table = f"arn:aws:dynamodb:us-east-1:{account_id}:table/fintech-tfstate-{name}-locks"
    locks = {"DeleteItem", "DescribeTable", "GetItem", "PutItem"}
    assert reached(who, "dynamodb", table, conditions(name)) == locks


@every_environment
def test_a_deployment_role_does_not_open_lock_or_delete_the_key_of_the_state(name: str) -> None:
    key = document(name, "bootstrap: module.state_key.aws_kms_key.this")
    assert key.resource is not None
    found = reached(deployer(name), "kms", key.resource, conditions(name), policy=key.policy)
    assert found == {
        # To use it, also by a grant to a service.
        "CreateGrant", "Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey",
        "GetKeyPolicy", "GetKeyRotationStatus", "ListResourceTags",
        # What makes it no less safe. The alias of another key needs a right on that alias, too.
        "CancelKeyDeletion", "CreateAlias", "EnableKey", "EnableKeyRotation",
        "UpdateKeyDescription",
        # These name no key.
        "CreateKey", "ListAliases",
    }  # fmt: skip
    own = document(name, "module.data_key.aws_kms_key.this")
    assert own.resource is not None
    more = reached(deployer(name), "kms", own.resource, conditions(name), policy=own.policy)
    assert more - found == {
        "DeleteAlias", "DisableKey", "DisableKeyRotation", "PutKeyPolicy", "ScheduleKeyDeletion",
        "TagResource", "UntagResource", "UpdateAlias",
    }  # fmt: skip
    untagged = {k: v for k, v in conditions(name).items() if k != "aws:ResourceTag/Environment"}
    # AWS asks for kms:TagResource when a key is made, and has no condition that tells the two
    # apart: a key of the account without the tag can be made one of the environment by it.
    foreign = reached(deployer(name), "kms", own.resource, untagged, policy=own.policy)
    assert foreign == {"CreateKey", "ListAliases", "TagResource"}


@every_environment
def test_a_deployment_role_neither_reads_nor_writes_objects(name: str) -> None:
    account_id = ACCOUNTS[name]
    asset = f"arn:aws:s3:::fintech-{name}-assets-{account_id}/picture"
    who = deployer(name)
    granted = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["s3:GetObject", "s3:PutObject"],
                "Resource": asset,
                "Principal": {"AWS": who.principal.name},
            }
        ],
    }
    for action in ("s3:GetObject", "s3:PutObject"):
        assert not who.may(action, asset, account_id=account_id)
        assert not who.may(action, asset, policy=granted, account_id=account_id)


@every_environment
def test_a_deployment_role_becomes_no_role_and_reaches_no_other_environment(name: str) -> None:
    for service, resource in (
        ("sts", "*"),
        ("organizations", "*"),
        *(("sts", role.arn) for role in all_roles().values()),
    ):
        assert reached(deployer(name), service, resource, conditions(name)) == set()
    for other, account_id in ACCOUNTS.items():
        if other != name:
            role = f"arn:aws:iam::{account_id}:role/fintech-{other}-api-task"
            assert changes(deployer(name), role, conditions(name)) == set()


def test_the_peering_pipeline_reaches_its_own_state_in_the_operations_account() -> None:
    who = caller(all_roles()["fintech-ci-peering"])
    bucket = f"arn:aws:s3:::fintech-tfstate-operations-{OPERATIONS}"
    for resource, found in {
        bucket: {"ListBucket"},
        f"{bucket}/peering/peering/terraform.tfstate": {"GetObject", "PutObject"},
        f"{bucket}/peering/peering/terraform.tfstate.tflock": {
            "DeleteObject",
            "GetObject",
            "PutObject",
        },
        f"{bucket}/bootstrap/terraform.tfstate": set(),
        f"{bucket}/operations/terraform.tfstate": set(),
    }.items():
        assert (resource, reached(who, "s3", resource, account_id=OPERATIONS)) == (resource, found)
    table = f"arn:aws:dynamodb:us-east-1:{OPERATIONS}:table/fintech-tfstate-operations-locks"
    locks = {"DeleteItem", "DescribeTable", "GetItem", "PutItem"}
    assert reached(who, "dynamodb", table) == locks
    key = document("operations", "bootstrap: module.state_key.aws_kms_key.this")
    assert key.resource is not None
    via = {"kms:ViaService": "s3.us-east-1.amazonaws.com"}
    used = {"Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey"}
    assert reached(who, "kms", key.resource, via, policy=key.policy) == used
    assert reached(who, "kms", key.resource, policy=key.policy) == set()
    for name in ACCOUNTS:
        other = caller(all_roles()[f"fintech-ci-{name}"])
        for resource in (bucket, f"{bucket}/peering/peering/terraform.tfstate"):
            assert reached(other, "s3", resource, account_id=OPERATIONS) == set()
        assert reached(other, "iam", f"arn:aws:iam::{OPERATIONS}:role/fintech-ci-prod") == set()
        assert reached(who, "iam", f"arn:aws:iam::{OPERATIONS}:role/fintech-ci-{name}") == set()


def created(name: str) -> Caller:
    """A role that the deployment role has made, with all rights that it could give."""
    task = all_roles()[f"fintech-{name}-api-task"]
    assert task.boundary is not None
    return Caller(Principal("AWS", task.arn), (EVERYTHING,), task.boundary)


UNSCOPED = {
    "ecr:GetAuthorizationToken",
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
}


@every_environment
def test_the_boundary_leaves_nothing_of_all_that_aws_offers_but_what_has_no_resource(
    name: str,
) -> None:
    every = actions(*sorted(get_all_service_prefixes()))
    assert len(every) > 15_000
    who, account_id = created(name), ACCOUNTS[name]
    elsewhere = f"arn:aws:any:us-east-1:{account_id}:resource/fintech-{name}-x"
    assert {action for action in every if who.may(action, elsewhere)} == UNSCOPED


@every_environment
def test_the_boundary_keeps_a_role_to_what_belongs_to_the_environment(name: str) -> None:
    who, account_id = created(name), ACCOUNTS[name]
    other = "prod" if name == "dev" else "dev"
    bucket = f"arn:aws:s3:::fintech-{name}-assets-{account_id}"
    data = {"DeleteObject", "GetObject", "ListBucket", "PutObject"}
    assert reached(who, "s3", f"{bucket}/a", account_id=account_id) == data
    for closed in (f"fintech-tfstate-{name}-{account_id}", f"fintech-{other}-assets", "x"):
        assert not reached(who, "s3", f"arn:aws:s3:::{closed}/a", account_id=account_id), closed
    secrets = f"arn:aws:secretsmanager:us-east-1:{account_id}:secret"
    for secret, found in (
        (f"fintech-{name}-payment-1", {"GetSecretValue"}),
        ("rds!db-1", {"GetSecretValue"}),
        (f"fintech-{other}-payment-1", set()),
    ):
        assert reached(who, "secretsmanager", f"{secrets}:{secret}") == found, secret
    key = document(name, "module.data_key.aws_kms_key.this")
    assert key.resource is not None
    used = reached(who, "kms", key.resource, conditions(name), policy=key.policy)
    assert used == {"Decrypt", "GenerateDataKey"}
    tag = {"aws:ResourceTag/Environment": other}
    assert reached(who, "kms", key.resource, tag, policy=key.policy) == set()
    for role in all_roles().values():
        assert reached(who, "sts", role.arn) == set()
        assert reached(who, "iam", role.arn, conditions(name)) == set()


def asked(role: Role) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Action, resource and context of requests that a role's policies should allow."""
    for policy in role.policies:
        for statement in policy["Statement"]:
            context = conditions(role.environment) | {
                key: _listed(values)[0]
                for keys in statement.get("Condition", {}).values()
                for key, values in keys.items()
            }
            for action in _listed(statement["Action"]):
                for pattern in _listed(statement["Resource"]):
                    resource = pattern.replace(
                        "arn:aws:logs:*:*", f"arn:aws:logs:us-east-1:{role.account_id}"
                    )
                    resource = resource.replace("log-group:RDS*", "log-group:RDSOSMetrics")
                    yield (
                        action,
                        resource if resource == "*" else resource.replace("*", "x"),
                        context,
                    )


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def limited(role: Role) -> set[tuple[str, str]]:
    """Actions and resources that a role is given and its boundary does not let through."""
    with_boundary, found = caller(role), set()
    without = replace(with_boundary, boundary=None)
    account = {"AWS": role.account_id}
    key: Policy = {
        "Statement": [{"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Principal": account}]
    }
    for action, resource, context in asked(role):
        policy = key if action.startswith("kms:") else None
        free, capped = (
            who.may(action, resource, context, policy=policy, account_id=role.account_id)
            for who in (without, with_boundary)
        )
        assert free, (role.name, action, resource)
        if not capped:
            found.add((action, resource))
    return found


def test_the_boundary_lets_through_everything_that_the_roles_are_given() -> None:
    capped = [role for role in all_roles().values() if role.boundary is not None]
    assert len(capped) == 18
    assert sum(1 for role in capped for _ in asked(role)) > 100
    assert {role.name: limited(role) for role in capped if limited(role)} == {}


def test_a_narrower_boundary_is_found() -> None:
    worse = committed("dev").changed(
        "modules/deployment_role/main.tf",
        '"kms:Decrypt",\n      "kms:GenerateDataKey",',
        '"kms:Decrypt",',
    )
    role = roles([worse])["fintech-dev-api-task"]
    ((action, _),) = limited(role)
    assert action == "kms:GenerateDataKey"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("role/fintech-dev-*", "role/fintech-*", CHANGES | CHANGES_WITH_BOUNDARY),
        ("role/fintech-dev-*", "role/fintech-deploy-x", set()),
    ],
)
def test_a_wider_deployment_role_is_found(old: str, new: str, expected: set[str]) -> None:
    worse = committed("dev").changed("modules/deployment_role/policies.tf", old, new)
    role = roles([worse])["fintech-deploy-dev"]
    assert changes(caller(role), role.arn, conditions("dev")) == expected
