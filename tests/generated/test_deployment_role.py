"""Least privilege of the deployment role, read from the policies of the shipped environments and
of the one whose policies are longest."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.generated.trees import ENVIRONMENTS, GENERATED, value
from tests.generated.variants import EVERYTHING, bodies, rendered
from tfgen.hcl.tree import Block, Tuple

# AWS: a managed policy holds 6,144 characters without white space, a role ten of them by default.
POLICY_LIMIT = 6144
POLICIES_PER_ROLE = 10

POLICIES = "modules/deployment_role/policies.tf"

# Actions for which AWS offers no resource type (Service Authorization Reference), so that only
# "*" can stand in their statements. kms:CreateKey and acm:RequestCertificate are narrowed by the
# tag that the request must carry.
WITHOUT_RESOURCE = {
    "acm:ListCertificates",
    "acm:RequestCertificate",
    "application-autoscaling:DescribeScalableTargets",
    "application-autoscaling:DescribeScalingPolicies",
    "application-autoscaling:DescribeScheduledActions",
    "ec2:DescribeAccountAttributes",
    "ec2:DescribeAddresses",
    "ec2:DescribeAddressesAttribute",
    "ec2:DescribeAvailabilityZones",
    "ec2:DescribeFlowLogs",
    "ec2:DescribeInternetGateways",
    "ec2:DescribeNatGateways",
    "ec2:DescribeNetworkAcls",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribePrefixLists",
    "ec2:DescribeRouteTables",
    "ec2:DescribeSecurityGroupRules",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcEndpoints",
    "ec2:DescribeVpcEndpointServices",
    "ec2:DescribeVpcPeeringConnections",
    "ec2:DescribeVpcs",
    "ecs:DeregisterTaskDefinition",
    "ecs:DescribeTaskDefinition",
    "elasticloadbalancing:DescribeCapacityReservation",
    "elasticloadbalancing:DescribeListenerAttributes",
    "elasticloadbalancing:DescribeListenerCertificates",
    "elasticloadbalancing:DescribeListeners",
    "elasticloadbalancing:DescribeLoadBalancerAttributes",
    "elasticloadbalancing:DescribeLoadBalancers",
    "elasticloadbalancing:DescribeRules",
    "elasticloadbalancing:DescribeTags",
    "elasticloadbalancing:DescribeTargetGroupAttributes",
    "elasticloadbalancing:DescribeTargetGroups",
    "elasticloadbalancing:DescribeTargetHealth",
    "kms:CreateKey",
    "kms:ListAliases",
    "logs:DescribeLogGroups",
    "rds:DescribeCertificates",
    "rds:DescribeDBEngineVersions",
    "rds:DescribeOrderableDBInstanceOptions",
    "route53:ListHostedZones",
    "route53:ListHostedZonesByName",
    "sns:GetSubscriptionAttributes",
    "sns:SetSubscriptionAttributes",
    "sns:Unsubscribe",
}


# Every part of a policy that the settings decide, at its longest: names, region, zone, secret,
# and thirty accounts to be peered with.
LONGEST = (
    EVERYTHING.replace("us-east-1:", "ap-southeast-2:").replace("db-master", "x" * 200)
    + f"""
project: fintech-platform-x
region: ap-southeast-2
network:
  availability_zones: [ap-southeast-2a, ap-southeast-2b, ap-southeast-2c]
  interface_endpoints: [ecr.api]
dns: {{zone_id: Z{"0" * 31}}}
"""
)
LONGEST = LONGEST.replace(
    "deployment: {",
    f"deployment: {{peer_account_ids: {[f'9{n:011}' for n in range(30)]}, ".replace("'", '"'),
)


@pytest.fixture(scope="module")
def longest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rendered(tmp_path_factory.mktemp("project"), LONGEST)


@pytest.fixture(params=[*ENVIRONMENTS, "longest"])
def tree(request: pytest.FixtureRequest, longest: Path) -> Path:
    """The trees whose policies are read."""
    return longest if request.param == "longest" else GENERATED / str(request.param)


def _documents(tree: Path) -> dict[str, list[dict[str, Any]]]:
    text = (tree / POLICIES).read_text()
    return {
        block.labels[1]: [_statement(text, found) for found in block.body.blocks]
        for block in bodies(tree)[POLICIES].blocks_of("data")
    }


def _statement(text: str, block: Block) -> dict[str, Any]:
    """A statement as the provider writes it into the policy, unknown parts at full length."""
    statement: dict[str, Any] = {
        "Sid": value(block.body, "sid"),
        "Effect": value(block.body, "effect") or "Allow",
        "Action": value(block.body, "actions"),
        "Resource": _texts(text, block, "resources"),
    }
    for condition in block.body.blocks_of("condition"):
        statement.setdefault("Condition", {}).setdefault(value(condition.body, "test"), {})[
            value(condition.body, "variable")
        ] = _texts(text, condition, "values")
    return statement


def _texts(text: str, block: Block, name: str) -> list[str]:
    attribute = block.body.attribute(name)
    assert attribute is not None
    assert isinstance(attribute.expression, Tuple)
    known = value(block.body, name)
    assert isinstance(known, list)
    # An ARN that only AWS knows, of a key or a bucket, has fewer characters than this.
    return [
        found if isinstance(found, str) else text[item.span.start : item.span.end].ljust(100, "x")
        for found, item in zip(known, attribute.expression.items, strict=True)
    ]


def test_policies_fit(tree: Path) -> None:
    documents = _documents(tree)
    assert 0 < len(documents) <= POLICIES_PER_ROLE
    sizes = {
        name: len(json.dumps({"Version": "2012-10-17", "Statement": found}, separators=(",", ":")))
        for name, found in documents.items()
    }
    assert {name: size for name, size in sizes.items() if size >= POLICY_LIMIT} == {}


def test_every_policy_is_attached(tree: Path) -> None:
    body = bodies(tree)["modules/deployment_role/main.tf"]
    attached = {
        name for block in body.blocks_of("locals") for name in _keys(value(block.body, "policies"))
    }
    assert attached == set(_documents(tree))


def _keys(found: object) -> list[str]:
    assert isinstance(found, dict)
    return list(found)


def test_no_service_is_allowed_whole(tree: Path) -> None:
    statements = [s for found in _documents(tree).values() for s in found]
    wide = [
        (s["Sid"], action)
        for s in statements
        for action in s["Action"]
        if "*" in action or ":" not in action
    ]
    assert wide == []


def test_what_can_be_scoped_is_scoped(tree: Path) -> None:
    statements = [s for found in _documents(tree).values() for s in found]
    unscoped = {
        action
        for s in statements
        if s["Effect"] == "Allow" and "*" in s["Resource"]
        for action in s["Action"]
    }
    assert unscoped - WITHOUT_RESOURCE == set()


def test_the_role_cannot_reach_itself_its_boundary_or_its_state(tree: Path) -> None:
    own = re.compile("-(deploy|boundary)-")
    for statements in _documents(tree).values():
        for s in statements:
            changes_iam = any(action.startswith("iam:") for action in s["Action"])
            if s["Effect"] == "Allow" and changes_iam:
                assert not [r for r in s["Resource"] if r == "*" or own.search(r)]


def test_the_longest_settings_have_every_policy(longest: Path) -> None:
    assert list(_documents(longest)) == [
        "network",
        "peering",
        "loadbalancer",
        "compute",
        "data",
        "security",
        "observability",
        "state",
        "migration",
    ]


def test_rights_that_only_some_settings_need(longest: Path) -> None:
    """Keys of the legacy account, read replicas, interface endpoints; an existing password."""
    assert _allowed(longest) - _allowed(GENERATED / "prod") == {
        "kms:ReEncryptFrom",
        "rds:CreateDBInstanceReadReplica",
        "route53:AssociateVPCWithHostedZone",
        "secretsmanager:GetSecretValue",
    }
    assert _allowed(GENERATED / "prod") - _allowed(longest) == {
        "secretsmanager:CancelRotateSecret",
        "secretsmanager:CreateSecret",
        "secretsmanager:RotateSecret",
        "secretsmanager:TagResource",
    }


def _allowed(tree: Path) -> set[str]:
    return {
        action
        for statements in _documents(tree).values()
        for s in statements
        if s["Effect"] == "Allow"
        for action in s["Action"]
    }


def test_the_legacy_account_is_read_only(longest: Path) -> None:
    found = [
        (s["Sid"], resource, s["Action"])
        for statements in _documents(longest).values()
        for s in statements
        for resource in s["Resource"]
        if "555555555555" in resource
    ]
    key = "arn:aws:kms:ap-southeast-2:555555555555:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    assert found == [
        (
            "ReadSharedSnapshot",
            "arn:aws:rds:ap-southeast-2:555555555555:snapshot:*",
            ["rds:CopyDBSnapshot", "rds:DescribeDBSnapshots", "rds:ListTagsForResource"],
        ),
        ("ReadLegacyKey", key, ["kms:Decrypt", "kms:DescribeKey", "kms:ReEncryptFrom"]),
        ("GrantLegacyKeyToRds", key, ["kms:CreateGrant"]),
    ]
