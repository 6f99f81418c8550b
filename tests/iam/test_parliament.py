"""Every policy through parliament: nothing but what is accepted here, each with its reason."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from tests.iam.documents import Document, all_documents, documents
from tests.iam.evaluate import committed

with warnings.catch_warnings():
    # parliament reads its data by pkg_resources, which warns of its own end.
    warnings.simplefilter("ignore")
    import parliament

RUNNING = ("dev", "prod", "staging")
ALL = ("dev", "operations", "prod", "staging")


@dataclass(frozen=True, slots=True)
class Finding:
    """What parliament says of a document: ``about`` are the actions, keys or resources it names."""

    environment: str
    document: str
    sid: str
    issue: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """The same finding in several environments, and why it stands."""

    environments: tuple[str, ...]
    document: str
    sid: str
    issue: str
    about: tuple[str, ...]
    reason: str

    def findings(self) -> Iterator[Finding]:
        for name in self.environments:
            about = tuple(text.replace("<environment>", name) for text in self.about)
            yield Finding(name, self.document, self.sid, self.issue, about)


DATA, NETWORK, PEERING, SECURITY, LOAD_BALANCER = (
    f'bootstrap: module.deployment_role.aws_iam_policy.this["{name}"]'
    for name in ("data", "network", "peering", "security", "loadbalancer")
)
CI_ROLES = [
    f"module.ci_role_{name}.aws_iam_role.this" for name in ("dev", "peering", "prod", "staging")
]
KEYS = [
    (ALL, "bootstrap: module.state_key.aws_kms_key.this"),
    (RUNNING, "module.data_key.aws_kms_key.this"),
    (RUNNING, "module.logs_key.aws_kms_key.this"),
    (("operations",), "module.registry_key.aws_kms_key.this"),
]
BUCKETS = [
    (ALL, "bootstrap: module.state_backend.aws_s3_bucket_policy.this"),
    (RUNNING, "module.assets_bucket.aws_s3_bucket_policy.this"),
    (RUNNING, "module.log_bucket.aws_s3_bucket_policy.this"),
]
OWN_BUCKETS = "arn:aws:s3:::fintech-<environment>-*"
GITHUB = "token.actions.githubusercontent.com"
MISMATCH, UNKNOWN_KEY, TYPE = "RESOURCE_MISMATCH", "UNKNOWN_CONDITION_FOR_ACTION", "MISMATCHED_TYPE"
BY_POLICY = "RESOURCE_POLICY_PRIVILEGE_ESCALATION"

SPLIT = "two types of resources: another statement opens the other one under its own condition"
DESCRIBE = "AWS checks the action on all groups at once, so that here it opens nothing"
NOT_OF_KEYS = "kms:* has actions that are none on a key; in this key's policy they open nothing"
ACCEPTED = [
    Accepted(
        RUNNING,
        NETWORK,
        "Ec2CreateInsideOwn",
        MISMATCH,
        ("ec2:CreateFlowLogs", "ec2:CreateNatGateway", "ec2:CreateVpcEndpoint"),
        SPLIT,
    ),
    Accepted(
        RUNNING,
        NETWORK,
        "Ec2AuthorizeRules",
        MISMATCH,
        ("ec2:AuthorizeSecurityGroupEgress", "ec2:AuthorizeSecurityGroupIngress"),
        SPLIT,
    ),
    *(
        Accepted(
            RUNNING,
            PEERING,
            sid,
            MISMATCH,
            ("ec2:AcceptVpcPeeringConnection", "ec2:CreateVpcPeeringConnection"),
            SPLIT,
        )
        for sid in ("PeeringFromOwnVpc", "PeeringConnections")
    ),
    *(
        Accepted(
            RUNNING,
            SECURITY,
            sid,
            MISMATCH,
            ("kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"),
            SPLIT,
        )
        for sid in ("KeysManageOwn", "KeyAliases")
    ),
    Accepted(
        RUNNING,
        LOAD_BALANCER,
        "ElbManageOwn",
        MISMATCH,
        (
            "elasticloadbalancing:AddListenerCertificates",
            "elasticloadbalancing:CreateRule",
            "elasticloadbalancing:DeleteListener",
            "elasticloadbalancing:DeleteRule",
            "elasticloadbalancing:ModifyListener",
            "elasticloadbalancing:ModifyListenerAttributes",
            "elasticloadbalancing:ModifyRule",
            "elasticloadbalancing:RemoveListenerCertificates",
            "elasticloadbalancing:SetRulePriorities",
        ),
        "network load balancers are left out: there are application load balancers only",
    ),
    *(
        Accepted(
            RUNNING,
            DATA,
            "",
            BY_POLICY,
            (OWN_BUCKETS, action, "s3:PutBucketPolicy"),
            "Terraform writes the policies of buckets; what the role could open to itself by one "
            "of them, the statement NoObjectData denies",
        )
        for action in ("s3:GetObject", "s3:PutObject")
    ),
    *(
        Accepted(
            ("prod",),
            DATA,
            "",
            BY_POLICY,
            (OWN_BUCKETS, "s3:DeleteObject", action),
            "Terraform writes the policies and lifecycles of buckets; earlier versions of objects "
            "stay",
        )
        for action in ("s3:PutBucketPolicy", "s3:PutLifecycleConfiguration")
    ),
    Accepted(
        RUNNING,
        "bootstrap: module.deployment_role.aws_iam_policy.boundary",
        "Logs",
        MISMATCH,
        ("logs:DescribeLogGroups",),
        DESCRIBE,
    ),
    Accepted(
        RUNNING,
        "module.network.aws_iam_role_policy.flow_logs",
        "DescribeFlowLogGroup",
        MISMATCH,
        ("logs:DescribeLogGroups",),
        DESCRIBE,
    ),
    *(
        Accepted(
            environments,
            key,
            "EnableIamPolicies",
            MISMATCH,
            (
                "kms:ConnectCustomKeyStore",
                "kms:CreateAlias",
                "kms:CreateCustomKeyStore",
                "kms:CreateKey",
                "kms:DeleteAlias",
                "kms:DeleteCustomKeyStore",
                "kms:DescribeCustomKeyStores",
                "kms:DisconnectCustomKeyStore",
                "kms:GenerateRandom",
                "kms:ListAliases",
                "kms:ListKeys",
                "kms:ListRetirableGrants",
                "kms:UpdateAlias",
                "kms:UpdateCustomKeyStore",
            ),
            NOT_OF_KEYS,
        )
        for environments, key in KEYS
    ),
    Accepted(
        RUNNING,
        "module.logs_key.aws_kms_key.this",
        "EncryptLogGroups",
        TYPE,
        ("String",),
        "the encryption context of CloudWatch Logs is the ARN of the group",
    ),
    Accepted(
        RUNNING,
        "module.logs_key.aws_kms_key.this",
        "EncryptLogGroups",
        UNKNOWN_KEY,
        ("kms:EncryptionContext:aws:logs:arn for action kms:DescribeKey",),
        "CloudWatch Logs documents the action among the others; without a context it opens nothing",
    ),
    *(
        Accepted(
            environments,
            bucket,
            "DenyOldTls",
            TYPE,
            ("1.2",),
            "AWS compares s3:TlsVersion as a decimal number, parliament expects an integer",
        )
        for environments, bucket in BUCKETS
    ),
    *(
        Accepted(
            environments,
            bucket,
            "DenyOldTls",
            UNKNOWN_KEY,
            (f"s3:TlsVersion for action s3:{action}",),
            "two of the actions of s3:* carry no such key; the statement denies all the others",
        )
        for environments, bucket in BUCKETS
        for action in ("InitiateReplication", "PutAccessPointPublicAccessBlock")
    ),
    *(
        Accepted(
            ("operations",),
            role,
            "GitHubJobs",
            "UNKNOWN_FEDERATION_SOURCE",
            (f"arn:aws:iam::444444444444:oidc-provider/{GITHUB}",),
            "parliament knows providers of SAML and Cognito, none of OpenID Connect",
        )
        for role in CI_ROLES
    ),
    *(
        Accepted(
            ("operations",),
            role,
            "GitHubJobs",
            UNKNOWN_KEY,
            (f"{GITHUB}:{claim} for action sts:AssumeRoleWithWebIdentity",),
            "the claims of a provider of OpenID Connect are keys after its own name",
        )
        for role in CI_ROLES
        for claim in ("aud", "sub")
    ),
]


def plain(document: Document) -> dict[str, Any]:
    """The policy with the ARN of its resource where AWS wants "*" or no resource.

    parliament knows neither trust policies nor that "*" in the policy of a key is that key.
    """
    policy: dict[str, Any] = json.loads(json.dumps(document.policy))
    if document.kind in ("key", "registry", "trust"):
        for statement in policy["Statement"]:
            assert statement.get("Resource", "*") == "*"
            statement["Resource"] = document.resource
    return policy


def findings(document: Document) -> list[Finding]:
    policy = parliament.analyze_policy_string(json.dumps(plain(document)))
    found = [("", finding) for finding in policy._findings]
    for raw, statement in zip(document.policy["Statement"], policy.statements, strict=True):
        found += [(raw.get("Sid", ""), finding) for finding in statement.findings]
    return [
        Finding(document.environment, document.address, sid, finding.issue, about(finding.detail))
        for sid, finding in found
    ]


def about(detail: Any) -> tuple[str, ...]:
    """What a finding names, without the sentence around it."""
    if isinstance(detail, list):
        return tuple(sorted({e["action"] if isinstance(e, Mapping) else str(e) for e in detail}))
    for sentence in (
        r".* on (\S+) due to (\S+) not being allowed, but does allow (\S+)",
        r"Type mismatch: .* but given \['(.*)'\]",
        r"Type mismatch: .* but given (.*)",
        r"Unknown condition (.*)",
    ):
        match = re.fullmatch(sentence, str(detail))
        if match:
            return match.groups()
    return (str(detail or ""),)


def test_every_finding_is_accepted_and_everything_accepted_is_found() -> None:
    found = {finding for document in all_documents() for finding in findings(document)}
    expected = {finding for entry in ACCEPTED for finding in entry.findings()}
    assert sorted(found - expected, key=repr) == []
    assert sorted(expected - found, key=repr) == []


def test_settings_that_no_environment_uses_bring_one_finding_more(
    everything: list[Document],
) -> None:
    usual = {(f.document, f.sid, f.issue) for d in all_documents() for f in findings(d)}
    found = {finding for document in everything for finding in findings(document)}
    # A replica of a cluster would need the cluster; there are instances only.
    assert {f for f in found if (f.document, f.sid, f.issue) not in usual} == {
        Finding("variant", DATA, "RdsManageOwn", MISMATCH, ("rds:CreateDBInstanceReadReplica",))
    }


def test_nothing_is_accepted_twice_or_without_a_reason() -> None:
    expected = [finding for entry in ACCEPTED for finding in entry.findings()]
    assert len(expected) == len(set(expected))
    assert [entry for entry in ACCEPTED if not entry.reason] == []


@pytest.mark.parametrize(
    ("environment", "path", "old", "new", "expected"),
    [
        (
            "dev",
            "modules/ecs_service/api/main.tf",
            "resources = [var.assets_bucket_arn]",
            'resources = ["*"]',
            (
                "module.service_api.aws_iam_role_policy.task",
                "ListAssets",
                "RESOURCE_STAR",
                ("s3:ListBucket",),
            ),
        ),
        (
            "dev",
            "modules/ecs_service/api/main.tf",
            '"s3:GetObject"',
            '"s3:GetObjekt"',
            (
                "module.service_api.aws_iam_role_policy.task",
                "ReadWriteAssets",
                "UNKNOWN_ACTION",
                ("Unknown action s3:GetObjekt",),
            ),
        ),
        (
            "dev",
            "modules/ecs_service/worker/main.tf",
            '"kms:ViaService"',
            '"kms:ViaServices"',
            (
                "module.service_worker.aws_iam_role_policy.execution",
                "DecryptSecrets",
                UNKNOWN_KEY,
                ("kms:ViaServices for action kms:Decrypt",),
            ),
        ),
        (
            "prod",
            "modules/deployment_role/main.tf",
            '"sts:AssumeRole"',
            '"sts:AssumeRoles"',
            (
                "bootstrap: module.deployment_role.aws_iam_role.this",
                "OperationsAccountCi",
                "UNKNOWN_ACTION",
                ("Unknown action sts:AssumeRoles",),
            ),
        ),
        (
            "operations",
            "modules/ecr/api/main.tf",
            '"arn:aws:iam::111111111111:root"',
            '"arn:aws:sts::111111111111:root"',
            (
                "module.ecr_api.aws_ecr_repository_policy.this",
                "PullToStartTasks",
                "UNKNOWN_PRINCIPAL",
                ("arn:aws:sts::111111111111:root",),
            ),
        ),
        (
            "staging",
            "modules/deployment_role/policies.tf",
            '"RolesRead"',
            '"RolesManage"',
            (SECURITY, "", "DUPLICATE_SID", ("Duplicate Statement Id 'RolesManage' in policy",)),
        ),
    ],
)
def test_a_worse_policy_is_found(
    environment: str,
    path: str,
    old: str,
    new: str,
    expected: tuple[str, str, str, tuple[str, ...]],
) -> None:
    worse = committed(environment).changed(path, old, new)
    before = {found for document in all_documents() for found in findings(document)}
    after = {found for document in documents(worse) for found in findings(document)}
    assert after - before == {Finding(environment, *expected)}
