"""Our own rules for every policy, with the actions and keys that AWS documents (policy_sentry)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import pytest
from policy_sentry.querying.actions import get_action_data

from tests.iam.documents import Document, all_documents, documents, roles
from tests.iam.evaluate import committed, environments

# Characters of a policy without white space: IAM and STS quotas, and the quotas of each service.
LIMITS = {
    "aws_ecr_repository_policy": 10_240,
    "aws_iam_policy": 6_144,
    "aws_iam_role": 2_048,
    "aws_iam_role_policy": 10_240,
    "aws_kms_key": 32_768,
    "aws_s3_bucket_policy": 20_480,
    "aws_sns_topic_policy": 30_720,
}
POLICIES_PER_ROLE = 10

# Keys that the services fill in for every action (IAM User Guide, "Global condition context keys").
GLOBAL_KEYS = {"aws:PrincipalArn", "aws:SecureTransport", "aws:SourceAccount", "aws:SourceArn"}
CLAIMS = {f"token.actions.githubusercontent.com:{claim}" for claim in ("aud", "sub")}

# What changes something and has no resource, so that "*" stands in its statement.
UNSCOPED = {
    "acm:RequestCertificate": "only with the environment's tag",
    "ecs:DeregisterTaskDefinition": "running tasks stay",
    "kms:CreateKey": "only with the environment's tag",
    "sns:SetSubscriptionAttributes": "the topics are not opened by it",
    "sns:Unsubscribe": "the topics are not opened by it",
    "ssmmessages:CreateControlChannel": "sessions that ECS Exec opens into the task",
    "ssmmessages:CreateDataChannel": "sessions that ECS Exec opens into the task",
    "ssmmessages:OpenControlChannel": "sessions that ECS Exec opens into the task",
    "ssmmessages:OpenDataChannel": "sessions that ECS Exec opens into the task",
}

Place = tuple[str, str, str, str]


@cache
def rows(action: str) -> tuple[dict[str, Any], ...]:
    """The rows of an action in the Service Authorization Reference: one for each resource type."""
    service, name = action.split(":")
    found = get_action_data(service, name)
    return tuple(found[service]) if found else ()


def has_resources(action: str) -> bool:
    return any(row["resource_arn_format"] != "*" for row in rows(action))


def changes(action: str) -> bool:
    return any(row["access_level"] not in ("Read", "List") for row in rows(action))


def has_key(action: str, key: str) -> bool:
    """Whether AWS documents the condition key for the action; tags have any name."""
    documented = {str(k).lower() for row in rows(action) for k in row["condition_keys"]}
    return any(
        k == key.lower() or ("${" in k and key.lower().startswith(k.partition("${")[0]))
        for k in documented
    )


def listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def each(found: Iterable[Document]) -> Iterator[tuple[Document, dict[str, Any], str]]:
    """Every document, statement and action."""
    for document in found:
        for statement in document.policy["Statement"]:
            for action in listed(statement["Action"]):
                yield document, statement, action


def place(document: Document, statement: dict[str, Any], what: str) -> Place:
    return document.environment, document.address, statement.get("Sid", ""), what


def wildcards(found: Iterable[Document]) -> set[Place]:
    """Allowed actions with a wildcard."""
    return {
        place(document, statement, action)
        for document, statement, action in each(found)
        if statement["Effect"] == "Allow" and "*" in action
    }


def unknown_actions(found: Iterable[Document]) -> set[Place]:
    """Actions without a wildcard that AWS does not have."""
    return {
        place(document, statement, action)
        for document, statement, action in each(found)
        if "*" not in action and not rows(action)
    }


def on_everything(found: Iterable[Document]) -> dict[str, set[Place]]:
    """Actions that identity policies allow on "*"."""
    result: dict[str, set[Place]] = {}
    for document, statement, action in each(found):
        allowed = document.kind == "identity" and statement["Effect"] == "Allow"
        if allowed and "*" in listed(statement["Resource"]):
            result.setdefault(action, set()).add(place(document, statement, action))
    return result


def unknown_keys(found: Iterable[Document]) -> set[Place]:
    """Condition keys that an action does not have, so that its condition never holds."""
    return {
        place(document, statement, f"{key} of {action}")
        for document, statement, action in each(found)
        for keys in statement.get("Condition", {}).values()
        for key in keys
        if key not in GLOBAL_KEYS and "*" not in action and not has_key(action, key)
    }


def sids(found: Iterable[Document]) -> set[tuple[str, str, str]]:
    """Sids that stand twice in a document, or are none."""
    return {
        (document.environment, document.address, sid)
        for document in found
        for sid, count in Counter(
            statement["Sid"] for statement in document.policy["Statement"] if "Sid" in statement
        ).items()
        if count > 1 or not sid.isalnum()
    }


def too_long(found: Iterable[Document]) -> set[tuple[str, str, int]]:
    """Documents over the limit of their type, with their length."""
    result = set()
    for document in found:
        type_ = next(t for t in LIMITS if f"{t}." in document.address)
        length = len(json.dumps(document.policy, separators=(",", ":")))
        if length > LIMITS[type_]:
            result.add((document.environment, document.address, length))
    return result


def test_only_the_account_in_the_policy_of_a_key_is_allowed_a_whole_service() -> None:
    found = wildcards(all_documents())
    assert found == {
        (document.environment, document.address, "EnableIamPolicies", "kms:*")
        for document in all_documents()
        if document.kind == "key"
    }
    for document in all_documents():
        if document.kind == "key" and document.resource is not None:
            first = document.policy["Statement"][0]
            account_id = document.resource.split(":")[4]
            assert first["Principal"] == {"AWS": f"arn:aws:iam::{account_id}:root"}


def test_every_action_exists() -> None:
    assert unknown_actions(all_documents()) == set()


def test_everything_with_a_resource_is_limited_to_resources() -> None:
    found = on_everything(all_documents())
    assert {action: found[action] for action in found if has_resources(action)} == {}
    assert {action for action in found if changes(action)} == set(UNSCOPED)


@pytest.mark.parametrize("action", ["acm:RequestCertificate", "kms:CreateKey"])
def test_what_is_made_carries_the_tag_of_the_environment(action: str) -> None:
    statements = [
        (document.environment, statement)
        for document, statement, found in each(all_documents())
        if found == action
    ]
    assert len(statements) == 3
    for environment, statement in statements:
        assert statement["Condition"] == {
            "StringEquals": {"aws:RequestTag/Environment": environment}
        }


def test_every_condition_key_is_one_of_its_action() -> None:
    # CloudWatch Logs documents kms:DescribeKey with the others; it has no encryption context, so
    # that the statement opens nothing by it. The claims are keys of the identity provider.
    logs = "kms:EncryptionContext:aws:logs:arn of kms:DescribeKey"
    assert unknown_keys(all_documents()) == {
        (environment, "module.logs_key.aws_kms_key.this", "EncryptLogGroups", logs)
        for environment in ("dev", "prod", "staging")
    } | {
        (
            "operations",
            f"module.ci_role_{name}.aws_iam_role.this",
            "GitHubJobs",
            f"{claim} of sts:AssumeRoleWithWebIdentity",
        )
        for name in ("dev", "peering", "prod", "staging")
        for claim in CLAIMS
    }


def test_every_sid_is_one_and_unique() -> None:
    assert sids(all_documents()) == set()


def test_every_policy_has_room_in_its_place() -> None:
    assert too_long(all_documents()) == set()
    found = roles(committed(name) for name in environments())
    many = {role.name: len(role.policies) for role in found.values()}
    assert {name: n for name, n in many.items() if n > POLICIES_PER_ROLE} == {}


def test_the_rules_hold_for_settings_that_no_environment_uses(everything: list[Document]) -> None:
    keys = {document.address for document in everything if document.kind == "key"}
    assert {(a, action) for _, a, _, action in wildcards(everything)} == {
        (address, "kms:*") for address in keys
    }
    assert unknown_actions(everything) == set()
    found = on_everything(everything)
    assert {action: found[action] for action in found if has_resources(action)} == {}
    assert {action for action in found if changes(action)} <= set(UNSCOPED)
    assert {sid for _, _, sid, _ in unknown_keys(everything)} == {"EncryptLogGroups"}
    assert sids(everything) == set()
    assert too_long(everything) == set()


API = "modules/ecs_service/api/main.tf"
TASK = "module.service_api.aws_iam_role_policy.task"


def worse(path: str, old: str, new: str) -> list[Document]:
    return documents(committed("dev").changed(path, old, new))


def test_each_rule_finds_what_breaks_it() -> None:
    before = all_documents()
    assert wildcards(worse(API, '"s3:ListBucket"', '"s3:List*"')) - wildcards(before) == {
        ("dev", TASK, "ListAssets", "s3:List*")
    }
    assert unknown_actions(worse(API, '"s3:ListBucket"', '"s3:ListBuckets"')) == {
        ("dev", TASK, "ListAssets", "s3:ListBuckets")
    }
    everything = on_everything(worse(API, "[var.assets_bucket_arn]", '["*"]'))
    assert everything["s3:ListBucket"] == {("dev", TASK, "ListAssets", "s3:ListBucket")}
    assert has_resources("s3:ListBucket")
    keys = unknown_keys(worse(API, '"kms:ViaService"', '"kms:KeyUse"')) - unknown_keys(before)
    assert {what for *_, what in keys} == {
        "kms:KeyUse of kms:Decrypt",
        "kms:KeyUse of kms:GenerateDataKey",
    }
    assert sids(worse(API, '"EcsExecKey"', '"EcsExecLogs"')) == {("dev", TASK, "EcsExecLogs")}
    assert sids(worse(API, '"EcsExecKey"', '"ECS Exec"')) == {("dev", TASK, "ECS Exec")}
    many = ", ".join(f'"ec2:{"x" * 90}{n}"' for n in range(70))
    ((_, address, length),) = too_long(
        worse("modules/deployment_role/policies.tf", '"ec2:DescribeVpcs",', f"{many},")
    )
    assert address == 'bootstrap: module.deployment_role.aws_iam_policy.this["network"]'
    assert length > LIMITS["aws_iam_policy"]
