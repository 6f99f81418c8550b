"""Least privilege of the deployment role, read from the committed policies."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.generated.trees import ENVIRONMENTS, files, source, value
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


def _documents(environment: str) -> dict[str, list[dict[str, Any]]]:
    body = files(environment)[POLICIES]
    return {
        block.labels[1]: [_statement(environment, found) for found in block.body.blocks]
        for block in body.blocks_of("data")
    }


def _statement(environment: str, block: Block) -> dict[str, Any]:
    """A statement as the provider writes it into the policy, unknown parts at full length."""
    statement: dict[str, Any] = {
        "Sid": value(block.body, "sid"),
        "Effect": value(block.body, "effect") or "Allow",
        "Action": value(block.body, "actions"),
        "Resource": _texts(environment, block, "resources"),
    }
    for condition in block.body.blocks_of("condition"):
        statement.setdefault("Condition", {}).setdefault(value(condition.body, "test"), {})[
            value(condition.body, "variable")
        ] = _texts(environment, condition, "values")
    return statement


def _texts(environment: str, block: Block, name: str) -> list[str]:
    attribute = block.body.attribute(name)
    assert attribute is not None
    assert isinstance(attribute.expression, Tuple)
    known = value(block.body, name)
    assert isinstance(known, list)
    # An ARN that only AWS knows, of a key or a bucket, has fewer characters than this.
    return [
        text if isinstance(text, str) else source(environment, POLICIES, item).ljust(100, "x")
        for text, item in zip(known, attribute.expression.items, strict=True)
    ]


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_policies_fit(environment: str) -> None:
    documents = _documents(environment)
    assert 0 < len(documents) <= POLICIES_PER_ROLE
    sizes = {
        name: len(json.dumps({"Version": "2012-10-17", "Statement": found}, separators=(",", ":")))
        for name, found in documents.items()
    }
    assert {name: size for name, size in sizes.items() if size >= POLICY_LIMIT} == {}


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_policy_is_attached(environment: str) -> None:
    body = files(environment)["modules/deployment_role/main.tf"]
    attached = {
        name for block in body.blocks_of("locals") for name in _keys(value(block.body, "policies"))
    }
    assert attached == set(_documents(environment))


def _keys(found: object) -> list[str]:
    assert isinstance(found, dict)
    return list(found)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_no_service_is_allowed_whole(environment: str) -> None:
    statements = [s for found in _documents(environment).values() for s in found]
    wide = [
        (s["Sid"], action)
        for s in statements
        for action in s["Action"]
        if "*" in action or ":" not in action
    ]
    assert wide == []


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_what_can_be_scoped_is_scoped(environment: str) -> None:
    statements = [s for found in _documents(environment).values() for s in found]
    unscoped = {
        action
        for s in statements
        if s["Effect"] == "Allow" and "*" in s["Resource"]
        for action in s["Action"]
    }
    assert unscoped - WITHOUT_RESOURCE == set()


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_role_cannot_reach_itself_its_boundary_or_its_state(environment: str) -> None:
    own = (f"fintech-deploy-{environment}", f"fintech-boundary-{environment}")
    for statements in _documents(environment).values():
        for s in statements:
            changes_iam = any(action.startswith("iam:") for action in s["Action"])
            if s["Effect"] == "Allow" and changes_iam:
                assert not [r for r in s["Resource"] if r == "*" or any(o in r for o in own)]
