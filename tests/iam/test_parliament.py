"""Every policy of the committed trees through parliament; what is accepted has its reason."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from tests.iam.documents import documents
from tests.iam.evaluate import committed, environments

# (kind of policy, address, what parliament finds): why it stands.
ACCEPTED = {
    ("trust", ".*", "MALFORMED"): "parliament wants a resource, and a trust policy has none",
    ("registry", ".*", "MALFORMED"): "nor has the policy of a repository",
    ("trust", r"module\.ci_role_.*", "UNKNOWN_FEDERATION_SOURCE"): (
        "parliament knows SAML and Cognito only, not an OpenID Connect provider of the account"
    ),
    ("key", ".*", "RESOURCE_STAR"): "in a key policy * is the key itself",
    ("key", r"module\.logs_key\..*", "MISMATCHED_TYPE"): (
        "the encryption context of logs holds an ARN, which CloudWatch Logs documents so"
    ),
    ("key", r"module\.logs_key\..*", "UNKNOWN_CONDITION_FOR_ACTION"): (
        "kms:DescribeKey has no encryption context; the logs service is given it all the same"
    ),
    ("bucket", ".*", "MISMATCHED_TYPE"): "s3:TlsVersion is compared as a number: 1.2 is one",
    ("bucket", ".*", "UNKNOWN_CONDITION_FOR_ACTION"): (
        "the statement denies s3:*, and two actions of parliament's list cannot carry the key"
    ),
    ("identity", r".*aws_iam_policy\.this\[.*", "RESOURCE_MISMATCH"): (
        "actions on several resource types stand in two statements: one asks for the tag of the "
        "request, the other for that of the resource; network load balancers are left out"
    ),
    ("identity", r".*(boundary|flow_logs)", "RESOURCE_MISMATCH"): (
        "logs:DescribeLogGroups is limited to the groups of the environment, where parliament "
        "knows only *"
    ),
    ("identity", r'.*aws_iam_policy\.this\["data"\]', "RESOURCE_POLICY_PRIVILEGE_ESCALATION"): (
        "s3:PutBucketPolicy could give s3:GetObject and s3:PutObject, which a statement denies"
    ),
}


def scalars(policy: dict[str, Any]) -> dict[str, Any]:
    """The policy with single values out of their lists: parliament fails on ["false"] for Bool."""
    copy: dict[str, Any] = json.loads(json.dumps(policy))
    for statement in copy["Statement"]:
        for keys in statement.get("Condition", {}).values():
            for key, value in keys.items():
                if isinstance(value, list) and len(value) == 1:
                    keys[key] = value[0]
    return copy


def findings(policy: dict[str, Any]) -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import parliament
    for finding in parliament.analyze_policy_string(json.dumps(scalars(policy))).findings:
        yield finding.issue


def everything() -> set[tuple[str, str, str]]:
    """Kind, address and issue of every finding."""
    return {
        (document.kind, document.address.removeprefix("bootstrap: "), issue)
        for environment in environments()
        for document in documents(committed(environment))
        for issue in findings(document.policy)
    }


def accepted(finding: tuple[str, str, str]) -> set[tuple[str, str, str]]:
    """The entries of ACCEPTED that cover a finding."""
    kind, address, issue = finding
    return {
        entry
        for entry in ACCEPTED
        if entry[0] == kind and entry[2] == issue and re.fullmatch(entry[1], address)
    }


def test_all_findings_are_accepted_and_all_that_is_accepted_is_found() -> None:
    found = everything()
    assert [finding for finding in sorted(found) if not accepted(finding)] == []
    assert set(ACCEPTED) - {entry for finding in found for entry in accepted(finding)} == set()


@pytest.mark.parametrize(
    ("change", "issue"),
    [
        ({"Action": "ec2:*", "Resource": "*"}, "RESOURCE_STAR"),
        ({"Action": "ec2:NoSuchAction"}, "UNKNOWN_ACTION"),
        ({"Condition": {"StringEquals": {"aws:NoSuchKey": "x"}}}, "UNKNOWN_CONDITION_FOR_ACTION"),
    ],
)
def test_a_worse_policy_is_found(change: dict[str, Any], issue: str) -> None:
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"} | change
        ],
    }
    assert issue in set(findings(policy))
    assert not accepted(("identity", "module.service_api.aws_iam_role_policy.task", issue))
