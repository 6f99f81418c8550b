"""Every identity policy of the committed trees through cloudsplaining, and our own rules."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from cloudsplaining.scan.policy_document import PolicyDocument
from policy_sentry.querying.actions import get_action_data

from tests.iam.documents import Document, documents
from tests.iam.evaluate import committed, environments

RISKS = (
    "allows_privilege_escalation",
    "permissions_management_without_constraints",
    "infrastructure_modification",
    "allows_data_exfiltration_actions",
    "credentials_exposure",
    "service_wildcard",
    "contains_statement_using_not_action",
)

# Whoever pulls or pushes logs in to the registry; the action has no resource, and the login opens
# only what the policies of the repositories allow.
ACCEPTED = {"credentials_exposure": ["ecr:GetAuthorizationToken"]}


def risks(policy: dict[str, Any]) -> dict[str, Any]:
    scanned = PolicyDocument(json.loads(json.dumps(policy)))
    found = {name: getattr(scanned, name) for name in RISKS}
    return {name: value for name, value in found.items() if value}


def all_documents() -> list[Document]:
    return [
        document for environment in environments() for document in documents(committed(environment))
    ]


def test_no_policy_is_risky() -> None:
    found = {
        (document.environment, document.address): risks(document.policy)
        for document in all_documents()
        if document.kind == "identity"
    }
    assert len(found) > 40
    unexpected = {
        place: found_risks
        for place, found_risks in found.items()
        if found_risks and found_risks != ACCEPTED
    }
    assert unexpected == {}
    assert ACCEPTED in found.values()


@pytest.mark.parametrize(
    ("action", "risk"),
    [
        ("iam:PassRole", "permissions_management_without_constraints"),
        ("s3:GetObject", "allows_data_exfiltration_actions"),
        ("ec2:*", "service_wildcard"),
    ],
)
def test_a_risky_policy_is_found(action: str, risk: str) -> None:
    statement = {"Effect": "Allow", "Action": [action], "Resource": "*"}
    assert risk in risks({"Version": "2012-10-17", "Statement": [statement]})


def listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or [])


def has_resources(action: str) -> bool:
    """Whether AWS lets a policy name resources for the action (Service Authorization Reference)."""
    service, name = action.split(":")
    data = get_action_data(service, name)
    assert data, f"{action} does not exist"
    return any(row["resource_arn_format"] != "*" for row in data[service])


def test_actions_are_whole_names_and_scoped_where_they_can_be() -> None:
    """But for account roots in key policies and for denials, which may be wide."""
    wide, unscoped = [], []
    for document in all_documents():
        for statement in document.policy["Statement"]:
            if statement["Effect"] == "Deny" or document.kind == "key":
                continue
            actions = listed(statement.get("Action"))
            assert "NotAction" not in statement
            wide += [(document.address, action) for action in actions if "*" in action]
            if document.kind == "identity" and "*" in listed(statement["Resource"]):
                narrowed = "aws:RequestTag/Environment" in json.dumps(statement.get("Condition"))
                unscoped += [
                    (document.address, action)
                    for action in actions
                    if has_resources(action) and not narrowed
                ]
    assert wide == []
    assert unscoped == []


def test_sids_are_unique_in_their_document() -> None:
    for document in all_documents():
        sids = [
            statement["Sid"] for statement in document.policy["Statement"] if "Sid" in statement
        ]
        twice = [sid for sid, count in Counter(sids).items() if count > 1]
        assert (document.address, twice) == (document.address, [])
