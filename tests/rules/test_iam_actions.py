"""The table of actions: facts that rules rely on, from the Service Authorization Reference."""

from __future__ import annotations

import pytest

from tfgen.rules._actions import closest_action, closest_service, expand, is_action, scoped


@pytest.mark.parametrize(
    "action",
    [
        "ec2:DescribeInstances",
        "ecr:GetAuthorizationToken",
        "kms:CreateKey",
        "s3:ListAllMyBuckets",
        "sts:GetCallerIdentity",
    ],
)
def test_actions_without_a_resource_level(action: str) -> None:
    assert scoped(action) is False


@pytest.mark.parametrize(
    "action", ["ec2:RunInstances", "iam:passrole", "KMS:Decrypt", "s3:GetObject", "sts:AssumeRole"]
)
def test_actions_with_a_resource_level(action: str) -> None:
    assert scoped(action) is True


def test_what_the_table_does_not_know_is_unknown() -> None:
    assert scoped("s3:GetObjcet") is None
    assert scoped("tomorrow:Create") is None
    assert not is_action("s3:ListObjects")


def test_a_pattern_gives_the_actions_of_its_service() -> None:
    assert "ecr:BatchGetImage" in expand("ecr:Batch*Image")
    assert expand("ecr:Batch*Image") == expand("ECR:batch*image")
    assert expand("tomorrow:*") == ()


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("s3:GetObjcet", "s3:GetObject"),
        ("s3:GetObjects", "s3:GetObject"),
        ("S3:Getobject_", "s3:GetObject"),
        ("sqs:SendMessge", "sqs:SendMessage"),
        ("kms:Decript", "kms:Decrypt"),
        ("ecr:BtachGetImage", "ecr:BatchGetImage"),
    ],
)
def test_a_slip_has_a_nearest_action(wrong: str, right: str) -> None:
    assert closest_action(wrong) == right


@pytest.mark.parametrize(
    "action", ["s3:Frobnicate", "s3:GetObjectV2", "sqs:GetMessage", "ec2:DescribeVpcFriends"]
)
def test_what_may_be_newer_than_the_table_has_none(action: str) -> None:
    assert closest_action(action) is None


def test_the_nearest_service() -> None:
    assert closest_service("secretmanager") == "secretsmanager"
    assert closest_service("lamda") == "lambda"
    assert closest_service("tomorrow") is None
