"""The simulator on its own, with policies of a line or two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.iam.simulator import Decision, Principal, Request, UnknownElementError, decide

HERE = "111111111111"
THERE = "222222222222"
ROLE = f"arn:aws:iam::{HERE}:role/reader"
BUCKET = "arn:aws:s3:::files"
QUEUE = f"arn:aws:sqs:us-east-1:{HERE}:jobs"
KEY = f"arn:aws:kms:us-east-1:{HERE}:key/1"


def policy(*statements: Mapping[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def statement(
    action: str | list[str] = "*",
    resource: str | list[str] | None = "*",
    *,
    effect: str = "Allow",
    principal: object = None,
    condition: Mapping[str, Mapping[str, object]] | None = None,
) -> dict[str, Any]:
    found: dict[str, Any] = {"Effect": effect, "Action": action}
    if resource is not None:
        found["Resource"] = resource
    if principal is not None:
        found["Principal"] = principal
    if condition:
        found["Condition"] = condition
    return found


def asked(
    action: str = "sqs:SendMessage",
    resource: str = QUEUE,
    role: str = ROLE,
    context: Mapping[str, str] | None = None,
) -> Request:
    return Request(Principal("AWS", role), action, resource, context or {})


def allowed(request: Request, *statements: Mapping[str, Any]) -> bool:
    return decide(request, [policy(*statements)]) is Decision.ALLOWED


def test_nothing_allows_nothing() -> None:
    assert decide(asked()) is Decision.NOT_ALLOWED
    assert decide(asked(), [policy()]) is Decision.NOT_ALLOWED


def test_a_deny_wins_wherever_it_stands() -> None:
    allow, deny = policy(statement()), policy(statement("sqs:*", effect="Deny"))
    closing = policy(statement(effect="Deny", principal="*"))
    assert decide(asked(), [allow]) is Decision.ALLOWED
    assert decide(asked(), [allow, deny]) is Decision.DENIED
    assert decide(asked(), [deny, allow]) is Decision.DENIED
    assert decide(asked(), [allow], boundary=policy(*allow["Statement"], *deny["Statement"])) is (
        Decision.DENIED
    )
    assert decide(asked(), [allow], resource=closing) is Decision.DENIED


@pytest.mark.parametrize(
    ("pattern", "action", "expected"),
    [
        ("sqs:SendMessage", "sqs:SendMessage", True),
        ("sqs:sendmessage", "sqs:SendMessage", True),
        ("sqs:Send*", "sqs:SendMessage", True),
        ("sqs:Sen?Message", "sqs:SendMessage", True),
        ("sqs:Send", "sqs:SendMessage", False),
        ("sqs:*", "sns:Publish", False),
    ],
)
def test_actions(pattern: str, action: str, expected: bool) -> None:
    assert allowed(asked(action), statement(pattern)) is expected


@pytest.mark.parametrize(
    ("pattern", "resource", "expected"),
    [
        (QUEUE, QUEUE, True),
        (f"{QUEUE}*", f"{QUEUE}-dev", True),
        (QUEUE, QUEUE.upper(), False),
        (QUEUE, f"{QUEUE}-dev", False),
        ("arn:aws:sqs:*:jobs", QUEUE, True),
        (f"arn:aws:sqs:us-east-1:{THERE}:*", QUEUE, False),
        ("arn.aws:sqs:us-east-1:111111111111:jobs", QUEUE, False),
    ],
)
def test_resources(pattern: str, resource: str, expected: bool) -> None:
    assert allowed(asked(resource=resource), statement(resource=pattern)) is expected


def test_any_of_the_values_and_all_of_the_keys_and_operators() -> None:
    two = statement(condition={"StringEquals": {"iam:PassedToService": ["a", "b"]}})
    assert allowed(asked(context={"iam:PassedToService": "b"}), two)
    assert not allowed(asked(context={"iam:PassedToService": "c"}), two)
    keys = {"aws:RequestTag/Environment": "dev", "aws:ResourceTag/Environment": "dev"}
    both = statement(condition={"StringEquals": keys})
    assert allowed(
        asked(context={"aws:RequestTag/Environment": "dev", "aws:ResourceTag/Environment": "dev"}),
        both,
    )
    assert not allowed(asked(context={"aws:RequestTag/Environment": "dev"}), both)
    mixed = statement(
        condition={
            "StringEquals": {"ec2:CreateAction": "a"},
            "Bool": {"aws:SecureTransport": "true"},
        }
    )
    assert allowed(asked(context={"ec2:CreateAction": "a", "aws:SecureTransport": "true"}), mixed)
    assert not allowed(
        asked(context={"ec2:CreateAction": "a", "aws:SecureTransport": "false"}), mixed
    )


@pytest.mark.parametrize(
    ("operator", "expected", "actual", "outcome"),
    [
        ("StringEquals", "dev", "dev", True),
        ("StringEquals", "dev", "Dev", False),
        ("StringEquals", "d*", "dev", False),
        ("StringEquals", "dev", None, False),
        ("StringEqualsIfExists", "dev", None, True),
        ("StringEqualsIfExists", "dev", "prod", False),
        ("StringLike", "d*", "dev", True),
        ("StringLike", "d*", "prod", False),
        ("Null", "true", None, True),
        ("Null", "true", "dev", False),
        ("Null", "false", "dev", True),
        ("Null", "false", None, False),
    ],
)
def test_texts(operator: str, expected: str, actual: str | None, outcome: bool) -> None:
    context = {} if actual is None else {"aws:ResourceTag/Environment": actual}
    condition: dict[str, Any] = {operator: {"aws:ResourceTag/Environment": expected}}
    assert allowed(asked(context=context), statement(condition=condition)) is outcome


@pytest.mark.parametrize("operator", ["ArnEquals", "ArnLike"])
@pytest.mark.parametrize(
    ("pattern", "outcome"),
    [
        (ROLE, True),
        (f"arn:aws:iam::{HERE}:role/r*", True),
        ("arn:aws:iam::*:role/reader", True),
        (f"arn:aws:iam::{THERE}:role/reader", False),
        (f"arn:aws:iam::{HERE}:role/READER", False),
        ("arn:aws:*:role/reader", False),
        ("*", False),
    ],
)
def test_arns_are_compared_part_by_part(operator: str, pattern: str, outcome: bool) -> None:
    condition: dict[str, Any] = {operator: {"aws:PrincipalArn": pattern}}
    assert allowed(asked(), statement(condition=condition)) is outcome


def test_a_wildcard_in_an_arn_does_not_reach_into_the_next_part() -> None:
    group = {"aws:SourceArn": f"arn:aws:logs:us-east-1:{HERE}:log-group:jobs"}
    for pattern, outcome in (("*:log-group:jobs", True), ("*:*", True), ("*:jobs", False)):
        condition = {"ArnLike": {"aws:SourceArn": f"arn:aws:logs:us-east-1:{pattern}"}}
        assert allowed(asked(context=group), statement(condition=condition)) is outcome, pattern


@pytest.mark.parametrize(
    ("version", "outcome"), [("1.1", True), ("1.2", False), ("1.3", False), (None, False)]
)
def test_numbers(version: str | None, outcome: bool) -> None:
    context = {} if version is None else {"s3:TlsVersion": version}
    found = statement(condition={"NumericLessThan": {"s3:TlsVersion": "1.2"}})
    assert allowed(asked(context=context), found) is outcome


def test_names_of_keys_are_compared_without_case() -> None:
    found = statement(condition={"StringEquals": {"AWS:resourceTAG/Environment": "dev"}})
    assert allowed(asked(context={"aws:ResourceTag/environment": "dev"}), found)


def test_a_boundary_limits_and_grants_nothing() -> None:
    narrow = policy(statement("sqs:Send*"))
    wide = [policy(statement())]
    assert decide(asked(), wide, boundary=narrow) is Decision.ALLOWED
    assert decide(asked("sqs:DeleteQueue"), wide, boundary=narrow) is Decision.NOT_ALLOWED
    assert decide(asked(), boundary=narrow) is Decision.NOT_ALLOWED
    direct = policy(statement(principal={"AWS": ROLE}))
    assert decide(asked(), resource=direct, boundary=narrow) is Decision.ALLOWED
    other = decide(asked("sqs:DeleteQueue"), resource=direct, boundary=narrow)
    assert other is Decision.NOT_ALLOWED


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        ({"AWS": ROLE}, Decision.ALLOWED),
        ({"AWS": [ROLE, "arn:aws:iam::3:root"]}, Decision.ALLOWED),
        ({"AWS": "*"}, Decision.ALLOWED),
        ("*", Decision.ALLOWED),
        ({"AWS": HERE}, Decision.NOT_ALLOWED),
        ({"AWS": f"arn:aws:iam::{HERE}:root"}, Decision.NOT_ALLOWED),
        ({"AWS": f"arn:aws:iam::{HERE}:role/*"}, Decision.NOT_ALLOWED),
        ({"Service": "sqs.amazonaws.com"}, Decision.NOT_ALLOWED),
    ],
)
def test_a_resource_policy_alone_grants_to_those_it_names(
    principal: object, expected: Decision
) -> None:
    found = policy(statement(principal=principal))
    assert decide(asked(), resource=found) is expected


def test_in_one_account_identity_or_resource_policy_is_enough() -> None:
    assert decide(asked(), [policy(statement())]) is Decision.ALLOWED
    assert decide(asked(), [policy(statement())], resource=policy()) is Decision.ALLOWED


@pytest.mark.parametrize("action", ["kms:Decrypt", "sts:AssumeRole"])
def test_keys_and_roles_need_their_own_policy_in_one_account_too(action: str) -> None:
    request, identity = asked(action, KEY), [policy(statement())]
    opened = policy(statement(resource=None, principal={"AWS": HERE}))
    assert decide(request, identity) is Decision.NOT_ALLOWED
    assert decide(request, identity, resource=opened) is Decision.ALLOWED
    assert decide(request, resource=opened) is Decision.NOT_ALLOWED


def test_across_accounts_both_sides_have_to_allow() -> None:
    request = asked(role=f"arn:aws:iam::{THERE}:role/reader")
    identity = [policy(statement())]
    for principal in ({"AWS": request.principal.name}, {"AWS": THERE}, {"AWS": "*"}):
        opened = policy(statement(principal=principal))
        assert decide(request, identity, resource=opened) is Decision.ALLOWED
        assert decide(request, resource=opened) is Decision.NOT_ALLOWED
        capped = decide(request, identity, resource=opened, boundary=policy(statement("s3:*")))
        assert capped is Decision.NOT_ALLOWED
    assert decide(request, identity) is Decision.NOT_ALLOWED
    closed = policy(statement(principal={"AWS": HERE}))
    assert decide(request, identity, resource=closed) is Decision.NOT_ALLOWED


def test_the_account_of_a_bucket_has_to_be_named() -> None:
    request = asked("s3:GetObject", f"{BUCKET}/a")
    with pytest.raises(UnknownElementError, match="the account of arn:aws:s3:::files/a"):
        decide(request, [policy(statement())])
    assert decide(request, [policy(statement())], resource_account=HERE) is Decision.ALLOWED
    assert decide(request, [policy(statement())], resource_account=THERE) is Decision.NOT_ALLOWED


@pytest.mark.parametrize(
    ("principal", "named", "expected"),
    [
        (Principal("Service", "a.amazonaws.com"), {"Service": "a.amazonaws.com"}, True),
        (Principal("Service", "b.amazonaws.com"), {"Service": "a.amazonaws.com"}, False),
        (Principal("Service", "a.amazonaws.com"), {"AWS": "a.amazonaws.com"}, False),
        (Principal("Federated", "arn:p"), {"Federated": "arn:p"}, True),
        (Principal("Federated", "arn:q"), {"Federated": "arn:p"}, False),
    ],
)
def test_services_and_identity_providers(
    principal: Principal, named: object, expected: bool
) -> None:
    request = Request(principal, "sts:AssumeRole", ROLE)
    found = decide(request, resource=policy(statement(resource=None, principal=named)))
    assert (found is Decision.ALLOWED) is expected


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (
            statement(condition={"StringNotEquals": {"aws:SourceArn": "a"}}),
            "operator StringNotEquals",
        ),
        (statement(condition={"NullIfExists": {"aws:SourceArn": "true"}}), "operator NullIfExists"),
        (
            statement(condition={"ForAllValues:StringEquals": {"aws:SourceArn": "a"}}),
            "operator ForAllValues:StringEquals",
        ),
        (
            statement(condition={"StringEquals": {"aws:Sourcearm": "a"}}),
            "condition key aws:Sourcearm",
        ),
        (
            statement(condition={"StringEquals": {"aws:SourceArn": "${aws:username}"}}),
            r"policy variable in \$\{aws:username\}",
        ),
        (statement(resource="a/${aws:username}"), r"policy variable in a/\$\{aws:username\}"),
        (statement(effect="allow"), "effect allow"),
        ({"Effect": "Allow", "NotAction": "a:*", "Resource": "*"}, "elements Effect, NotAction"),
        ({"Effect": "Allow", "Action": "*", "NotResource": "a"}, "elements Action, .*NotResource"),
        (statement(resource=None), "elements Action, Effect$"),
        (statement(principal="*"), "elements Action, Effect, Principal, Resource"),
    ],
)
def test_what_is_not_known_is_an_error_in_a_statement_that_does_not_apply_too(
    broken: Mapping[str, Any], message: str
) -> None:
    with pytest.raises(UnknownElementError, match=message):
        decide(asked(), [policy(statement(), broken)])


def test_a_resource_policy_names_principals_of_known_kinds() -> None:
    with pytest.raises(UnknownElementError, match="elements Action, Effect, Resource"):
        decide(asked(), resource=policy(statement()))
    with pytest.raises(UnknownElementError, match="principals of type CanonicalUser"):
        decide(asked(), resource=policy(statement(principal={"CanonicalUser": "a"})))


def test_a_request_has_known_keys_only() -> None:
    with pytest.raises(UnknownElementError, match="condition key aws:Sourcearm"):
        decide(asked(context={"aws:Sourcearm": "a"}), [policy(statement())])
