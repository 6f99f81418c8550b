"""Every policy through cloudsplaining: nothing but what is accepted here, with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

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

# Environments or one of them, document, kind of risk, and the actions that it names.
Entry: TypeAlias = tuple[tuple[str, ...], str, str, tuple[str, ...]]
Risk: TypeAlias = tuple[str, str, str, tuple[str, ...]]

EVERYWHERE = ("dev", "prod", "staging")
BOUNDARY = "bootstrap: module.deployment_role.aws_iam_policy.boundary"
TRUST = "bootstrap: module.deployment_role.aws_iam_role.this"
DATA, OBSERVABILITY, SECURITY, STATE = (
    f'bootstrap: module.deployment_role.aws_iam_policy.this["{name}"]'
    for name in ("data", "observability", "security", "state")
)
EXECUTION = [f"module.service_{name}.aws_iam_role_policy.execution" for name in ("api", "worker")]
TASK = "module.service_api.aws_iam_role_policy.task"
CI = {
    name: f"module.ci_role_{name}.aws_iam_role_policy.this"
    for name in ("dev", "peering", "prod", "staging")
}

# The reason for each finding: (environments, document, kind, what it names).
LOGIN = "the login has no resource; what it opens, the policies of the repositories decide"
ACCEPTED: dict[Entry, str] = {
    (EVERYWHERE, BOUNDARY, "credentials", ("ecr:GetAuthorizationToken",)): LOGIN,
    (EVERYWHERE, EXECUTION[0], "credentials", ("ecr:GetAuthorizationToken",)): LOGIN,
    (EVERYWHERE, EXECUTION[1], "credentials", ("ecr:GetAuthorizationToken",)): LOGIN,
    (("operations",), CI["dev"], "credentials", ("ecr:GetAuthorizationToken",)): LOGIN,
}

# Without regard to resources and conditions: what the policies would open if none of them held.
# Writing and tagging are left out there, deployments consist of them.
GRAVE = ("credentials", "data", "escalation", "not action", "permissions", "service")
ESCALATION = (
    "AttachRolePolicy",
    "AttachRolePolicyThenUpdateAssumeRolePolicy",
    "PutRolePolicy",
    "PutRolePolicyThenUpdateAssumeRolePolicy",
    "UpdateRolePolicyToAssumeIt",
)
IAM_AND_KEYS = (
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
)
BUCKETS = (
    "s3:DeleteBucketPolicy",
    "s3:PutBucketOwnershipControls",
    "s3:PutBucketPolicy",
    "s3:PutBucketPublicAccessBlock",
)
TOPICS = ("sns:CreateTopic", "sns:SetTopicAttributes")
SECRETS = "the secrets that the task definition hands to the containers, by their ARNs"
OWN_ROLE = "the deployment roles that the pipeline is for, by their ARNs"
AT_WORST: dict[Entry, str] = {
    (EVERYWHERE, BOUNDARY, "credentials", ("ecr:GetAuthorizationToken",)): LOGIN,
    (EVERYWHERE, BOUNDARY, "data", ("s3:GetObject", "secretsmanager:GetSecretValue")): (
        "a boundary opens nothing by itself, and both are limited to names of the environment"
    ),
    (EVERYWHERE, SECURITY, "escalation", ESCALATION): (
        "on roles of the environment, none of which can do more than the boundary allows"
    ),
    (EVERYWHERE, SECURITY, "permissions", IAM_AND_KEYS): (
        "on roles of the environment within the boundary, and on keys that carry its tag"
    ),
    (EVERYWHERE, DATA, "permissions", BUCKETS): (
        "on buckets of the environment, whose objects the role is denied to read and write"
    ),
    (EVERYWHERE, OBSERVABILITY, "permissions", TOPICS): "on topics of the environment",
    (EVERYWHERE, STATE, "data", ("s3:GetObject",)): "the environment's state and its lock",
    (EVERYWHERE, EXECUTION[0], "credentials", ("ecr:GetAuthorizationToken",)): LOGIN,
    (EVERYWHERE, EXECUTION[1], "credentials", ("ecr:GetAuthorizationToken",)): LOGIN,
    (EVERYWHERE, EXECUTION[0], "data", ("secretsmanager:GetSecretValue",)): SECRETS,
    (EVERYWHERE, EXECUTION[1], "data", ("secretsmanager:GetSecretValue",)): SECRETS,
    (EVERYWHERE, TASK, "data", ("s3:GetObject",)): "the bucket of the application",
    (("operations",), CI["dev"], "credentials", ("ecr:GetAuthorizationToken", "sts:AssumeRole")): (
        f"{OWN_ROLE}; {LOGIN}"
    ),
    (("operations",), CI["peering"], "credentials", ("sts:AssumeRole",)): OWN_ROLE,
    (("operations",), CI["prod"], "credentials", ("sts:AssumeRole",)): OWN_ROLE,
    (("operations",), CI["staging"], "credentials", ("sts:AssumeRole",)): OWN_ROLE,
    (("operations",), CI["peering"], "data", ("s3:GetObject",)): "the state of the peering",
}

TRUSTED: dict[Entry, str] = {
    (EVERYWHERE, TRUST, "other account", ("arn:aws:iam::444444444444:root",)): (
        "the account of the pipelines, whose CI roles a condition names (test_trust.py)"
    ),
}


def risks(
    found: Iterable[Document], kinds: Iterable[str] = tuple(RISKS), *, scopes: bool = True
) -> set[Risk]:
    """What cloudsplaining finds in the identity policies."""
    result = set()
    for document in found:
        if document.kind == "identity":
            scanned = PolicyDocument(
                document.policy,
                flag_conditional_statements=not scopes,
                flag_resource_arn_statements=not scopes,
            )
            for kind in kinds:
                names = {_name(entry) for entry in getattr(scanned, RISKS[kind])}
                if names:
                    result.add((document.environment, document.address, kind, tuple(sorted(names))))
    return result


def _name(entry: Any) -> str:
    return str(entry["type"]) if isinstance(entry, dict) and "type" in entry else str(entry)


def trusted(found: Iterable[Document]) -> set[Risk]:
    """Who cloudsplaining finds in the trust policies: other accounts, and everybody."""
    result = set()
    for document in found:
        if document.kind == "trust" and document.resource is not None:
            scanned = AssumeRolePolicyDocument(document.policy, document.resource.split(":")[4])
            for kind, names in (
                ("other account", scanned.role_assumable_by_cross_account_principals),
                ("everybody", scanned.role_assumable_by_any_principal),
                ("everybody", scanned.role_assumable_by_any_principal_with_conditions),
            ):
                if names:
                    result.add((document.environment, document.address, kind, tuple(names)))
    return result


def each(accepted: Mapping[Entry, str]) -> set[Risk]:
    assert all(accepted.values())
    return {
        (environment, document, kind, names)
        for environments, document, kind, names in accepted
        for environment in environments
    }


def test_every_risk_is_accepted_and_everything_accepted_is_found() -> None:
    found, expected = risks(all_documents()), each(ACCEPTED)
    assert sorted(found - expected) == []
    assert sorted(expected - found) == []


def test_what_the_policies_would_open_at_worst_is_accepted() -> None:
    found, expected = risks(all_documents(), GRAVE, scopes=False), each(AT_WORST)
    assert sorted(found - expected) == []
    assert sorted(expected - found) == []


def test_settings_that_no_environment_uses_bring_no_risk(everything: list[Document]) -> None:
    usual = {(document, kind, names) for _, document, kind, names in each(ACCEPTED)}
    found = {(document, kind, names) for _, document, kind, names in risks(everything)}
    assert found - usual == set()


def test_the_trusted_accounts_are_accepted() -> None:
    assert trusted(all_documents()) == each(TRUSTED)


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        (
            "modules/ecs_service/api/main.tf",
            '"${var.assets_bucket_arn}/*"',
            '"*"',
            {
                (TASK, "data", ("s3:GetObject",)),
                (TASK, "modification", ("s3:DeleteObject", "s3:GetObject", "s3:PutObject")),
                (TASK, "writing", ("s3:DeleteObject", "s3:PutObject")),
            },
        ),
        (
            "modules/ecs_service/api/main.tf",
            '"s3:ListBucket"',
            '"s3:*"',
            {(TASK, "service", ("s3",))},
        ),
        (
            "modules/deployment_role/policies.tf",
            '"arn:aws:iam::111111111111:role/fintech-dev-*"',
            '"*"',
            {(SECURITY, "escalation", ("UpdateRolePolicyToAssumeIt",))},
        ),
    ],
)
def test_a_worse_policy_is_found(
    path: str, old: str, new: str, expected: set[tuple[str, str, tuple[str, ...]]]
) -> None:
    worse = risks(documents(committed("dev").changed(path, old, new)))
    assert {("dev", *risk) for risk in expected} <= worse - risks(all_documents())


def test_a_worse_trust_policy_is_found() -> None:
    path = "modules/deployment_role/main.tf"
    everybody = committed("dev").changed(path, '"arn:aws:iam::444444444444:root"', '"*"')
    assert trusted(documents(everybody)) == {("dev", TRUST, "everybody", ("*",))}
    other = committed("dev").changed(path, "444444444444:root", "999999999999:root")
    names = ("arn:aws:iam::999999999999:root",)
    assert trusted(documents(other)) == {("dev", TRUST, "other account", names)}
