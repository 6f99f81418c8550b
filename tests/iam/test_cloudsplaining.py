"""Every identity policy through cloudsplaining, as it is and with its scopes left out of account."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from cloudsplaining.scan.assume_role_policy_document import AssumeRolePolicyDocument
from cloudsplaining.scan.policy_document import PolicyDocument

from tests.iam.documents import Document, all_documents, documents
from tests.iam.evaluate import committed

RISKS = {
    "credentials": "credentials_exposure",
    "data": "allows_data_exfiltration_actions",
    "escalation": "allows_privilege_escalation",
    "modification": "infrastructure_modification",
    "not action": "contains_statement_using_not_action",
    "permissions": "permissions_management_without_constraints",
    "service": "service_wildcard",
    "tagging": "tagging_actions_without_constraints",
    "writing": "write_actions_without_constraints",
}

EVERYWHERE = ("dev", "prod", "staging")
BOUNDARY = "bootstrap: module.deployment_role.aws_iam_policy.boundary"
DEPLOYMENT = "bootstrap: module.deployment_role.aws_iam_policy.this"
EXECUTION = ("api", "worker")

# (environments, document, risk, actions): the reason.
ACCEPTED = {
    **{
        (EVERYWHERE, document, "credentials", ("ecr:GetAuthorizationToken",)): (
            "the login has no resource; what it opens, the policies of the repositories decide"
        )
        for document in (
            BOUNDARY,
            *(f"module.service_{name}.aws_iam_role_policy.execution" for name in EXECUTION),
        )
    },
    (
        ("operations",),
        "module.ci_role_dev.aws_iam_role_policy.this",
        "credentials",
        ("ecr:GetAuthorizationToken",),
    ): "the pipeline that pushes images logs in to the registry",
}

# The same with every resource and condition left out of account: what the policies could do at
# worst. Left out as well are writes and tags, which deployments consist of.
GRAVE = ("credentials", "data", "escalation", "not action", "permissions", "service")
ACCEPTED_UNSCOPED = {
    **ACCEPTED,
    (EVERYWHERE, f'{DEPLOYMENT}["security"]', "escalation", (
        "AttachRolePolicy",
        "AttachRolePolicyThenUpdateAssumeRolePolicy",
        "PutRolePolicy",
        "PutRolePolicyThenUpdateAssumeRolePolicy",
        "UpdateRolePolicyToAssumeIt",
    )): "on roles of the environment only, none of which does more than the boundary allows",
    (EVERYWHERE, f'{DEPLOYMENT}["security"]', "permissions", (
        "iam:AttachRolePolicy",
        "iam:CreateRole",
        "iam:CreateServiceLinkedRole",
        "iam:DeleteRole",
        "iam:DeleteRolePolicy",
        "iam:DetachRolePolicy",
        "iam:PassRole",
        "iam:PutRolePermissionsBoundary",
        "iam:PutRolePolicy",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
        "kms:CreateGrant",
        "kms:PutKeyPolicy",
    )): "on roles of the environment within the boundary, and on keys with the environment's tag",
    (EVERYWHERE, f'{DEPLOYMENT}["data"]', "permissions", (
        "s3:DeleteBucketPolicy",
        "s3:PutBucketOwnershipControls",
        "s3:PutBucketPolicy",
        "s3:PutBucketPublicAccessBlock",
    )): "on buckets of the environment, the objects of which are denied to the role",
    (EVERYWHERE, f'{DEPLOYMENT}["observability"]', "permissions", (
        "sns:CreateTopic",
        "sns:SetTopicAttributes",
    )): "on topics of the environment",
    (EVERYWHERE, f'{DEPLOYMENT}["state"]', "data", (
        "s3:GetObject",
    )): "the state and its lock, without those of the bootstrap",
    (EVERYWHERE, BOUNDARY, "data", (
        "s3:GetObject",
        "secretsmanager:GetSecretValue",
    )): "a boundary gives nothing; within the names of the environment",
    **{
        (
            EVERYWHERE,
            f"module.service_{name}.aws_iam_role_policy.execution",
            "data",
            ("secretsmanager:GetSecretValue",),
        ): "the secrets that the task definition hands to the containers, by their ARNs"
        for name in EXECUTION
    },
    (EVERYWHERE, "module.service_api.aws_iam_role_policy.task", "data", (
        "s3:GetObject",
    )): "the application's own bucket",
    (("operations",), "module.ci_role_peering.aws_iam_role_policy.this", "data", (
        "s3:GetObject",
    )): "the state of the peering and its lock",
}  # fmt: skip

Risk = tuple[str, str, str, tuple[str, ...]]


def risks(
    found: Iterable[Document], kinds: Iterable[str] = tuple(RISKS), *, scopes: bool = True
) -> set[Risk]:
    """Environment, document, kind and actions of each risk of the identity policies."""
    result = set()
    for document in found:
        if document.kind == "identity":
            scanned = PolicyDocument(
                document.policy,
                flag_conditional_statements=not scopes,
                flag_resource_arn_statements=not scopes,
            )
            for kind in kinds:
                actions = tuple(sorted({_name(e) for e in getattr(scanned, RISKS[kind])}))
                if actions:
                    result.add((document.environment, document.address, kind, actions))
    return result


def _name(entry: Any) -> str:
    return str(entry["type"]) if isinstance(entry, dict) and "type" in entry else str(entry)


def each(accepted: Iterable[tuple[tuple[str, ...], str, str, tuple[str, ...]]]) -> set[Risk]:
    return {(name, *rest) for names, *rest in accepted for name in names}  # type: ignore[misc]


def test_every_risk_is_accepted_and_everything_accepted_is_found() -> None:
    found, expected = risks(all_documents()), each(ACCEPTED)
    assert sorted(found - expected) == []
    assert sorted(expected - found) == []


def test_what_the_policies_could_do_at_worst_is_accepted() -> None:
    found, expected = risks(all_documents(), GRAVE, scopes=False), each(ACCEPTED_UNSCOPED)
    assert sorted(found - expected) == []
    assert sorted(expected - found) == []


def test_no_trust_policy_opens_a_role_to_everybody() -> None:
    open_to = {
        document.address: (
            scanned.role_assumable_by_any_principal,
            scanned.role_assumable_by_any_principal_with_conditions,
        )
        for document in all_documents()
        if document.kind == "trust"
        for scanned in [AssumeRolePolicyDocument(document.policy)]
    }
    assert len(open_to) >= 14
    print(open_to)


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        (
            "modules/ecs_service/api/main.tf",
            "resources = [var.data_kms_key_arn]\n\n    condition",
            'resources = ["*"]\n\n    no_condition',
            set(),
        ),
    ],
)
def test_a_worse_policy_is_found(path: str, old: str, new: str, expected: set[Risk]) -> None:
    worse = risks(documents(committed("dev").changed(path, old, new)))
    assert worse - risks(all_documents()) == expected
