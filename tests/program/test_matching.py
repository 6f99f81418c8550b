"""Patterns of actions and ARNs against what is asked, also where a part is unknown."""

from __future__ import annotations

import random
import re

import pytest

from tfgen.program import matching
from tfgen.program.load import load
from tfgen.program.matching import Answer, allows, covers, matches, names_account
from tfgen.program.model import Module
from tfgen.program.statements import statements
from tfgen.program.values import Value

RESOURCES = """
variable "u" {}
variable "v" {}
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111111111111"]
}
provider "aws" {
  alias = "unknown"
}
resource "aws_kms_key" "a" {}
resource "aws_kms_key" "b" {}
resource "aws_kms_key" "many" {
  for_each = var.u
}
resource "aws_s3_bucket" "named" {
  bucket = "bucket"
}
resource "aws_s3_bucket" "nameless" {}
resource "aws_s3_bucket_policy" "nameless" {}
data "aws_kms_key" "read" {}
resource "aws_iam_role" "here" {
  name = "here"
}
resource "aws_iam_role" "elsewhere" {
  name     = "elsewhere"
  provider = aws.unknown
}
"""


def root_of(*expressions: str) -> Module:
    """A root with locals x0, x1 … of these expressions."""
    lines = "".join(f"  x{at} = {text}\n" for at, text in enumerate(expressions))
    (root,) = load([("main.tf", f"{RESOURCES}locals {{\n{lines}}}\n")]).roots
    return root


def value_of(expression: str) -> Value:
    value = root_of(expression).local("x0")
    assert value is not None
    return value


@pytest.mark.parametrize(
    ("pattern", "action", "expected"),
    [
        ("*", "s3:GetObject", True),
        ("s3:*", "s3:GetObject", True),
        ("S3:getobject", "s3:GetObject", True),
        ("s3:Get*", "s3:GetObject", True),
        ("s3:Get?bject", "s3:GetObject", True),
        ("s3:Get?", "s3:GetObject", False),
        ("s3:Get*", "s3:PutObject", False),
        ("s3:Get", "s3:GetObject", False),
        ("*Object", "s3:GetObject", True),
        ("s3.GetObject", "s3:GetObject", False),
        ("s3:G[e]tObject", "s3:GetObject", False),
    ],
)
def test_actions(pattern: str, action: str, expected: bool) -> None:
    assert matches(pattern, action) is expected


SURE: list[tuple[str, str, bool | None]] = [
    ('"*"', '"arn:aws:s3:::b"', True),
    ('"*"', "var.u", True),
    ('"arn:aws:s3:::b"', '"arn:aws:s3:::b"', True),
    ('"arn:aws:s3:::b"', '"arn:aws:s3:::c"', False),
    ('"arn:aws:s3:::B"', '"arn:aws:s3:::b"', False),
    ('"arn:aws:s3:::b*"', '"arn:aws:s3:::bucket"', True),
    ('"arn:aws:s3:::b?"', '"arn:aws:s3:::bu"', True),
    ('"arn:aws:s3:::b?"', '"arn:aws:s3:::b"', False),
    ('"arn:aws:s3:::*b*"', '"arn:aws:s3:::aba"', True),
    ('"a**b"', '"ab"', True),
    # What is asked may be a pattern, too.
    ('"arn:aws:ecr:*:1:repository/a/*"', '"arn:aws:ecr:x:1:repository/a/*"', True),
    ('"arn:aws:ecr:x:1:repository/a/b"', '"arn:aws:ecr:x:1:repository/a/*"', None),
    ('"arn:aws:ecr:x:1:repository/b/*"', '"arn:aws:ecr:x:1:repository/a/*"', False),
    ('"a?c"', '"a*c"', None),
    # The same attribute, whole and as a part.
    ("aws_kms_key.a.arn", "aws_kms_key.a.arn", True),
    ('"${aws_kms_key.a.arn}/*"', '"${aws_kms_key.a.arn}/x"', True),
    ('"${aws_kms_key.a.arn}/*"', "aws_kms_key.a.arn", None),
    ("aws_kms_key.a.arn", "aws_kms_key.b.arn", False),
    ("aws_kms_key.a.arn", "aws_kms_key.a.id", None),
    ("aws_kms_key.a.key_id", "aws_kms_key.b.key_id", None),
    ('aws_kms_key.many["x"].arn', 'aws_kms_key.many["y"].arn', None),
    ('aws_kms_key.many["x"].arn', "aws_kms_key.a.arn", False),
    ("aws_kms_key.a.arn", "data.aws_kms_key.read.arn", None),
    ("data.aws_kms_key.read.arn", "aws_kms_key.a.arn", None),
    ("aws_s3_bucket.nameless.id", "aws_s3_bucket_policy.nameless.id", None),
    ("aws_s3_bucket.nameless.arn", "aws_s3_bucket.nameless.arn", True),
    ('"${aws_s3_bucket.nameless.arn}/*"', '"${aws_s3_bucket.nameless.arn}/*"', True),
    # An ARN that is known, and one in part.
    ("aws_s3_bucket.named.arn", '"arn:aws:s3:::bucket"', True),
    ('"arn:aws:s3:::b*"', "aws_s3_bucket.named.arn", True),
    ('"arn:aws:s3:::other*"', "aws_s3_bucket.named.arn", False),
    ('"arn:aws:iam::*:role/elsewhere"', "aws_iam_role.elsewhere.arn", True),
    ('"arn:aws:iam::*:role/there"', "aws_iam_role.elsewhere.arn", False),
    ('"arn:aws:iam::222222222222:role/elsewhere"', "aws_iam_role.elsewhere.arn", None),
    # Unknown pieces.
    ("var.u", '"a"', None),
    ("var.u", "var.u", None),
    ('"a-${var.u}"', '"a-b"', None),
    ('"a-${var.u}"', '"b-a"', False),
    ('"a-${var.u}-*"', '"a-b"', False),
    ('"${var.u}/a"', '"x/${var.v}"', None),
    ('"${var.u}/a"', '"x/${var.v}b"', False),
    ('"a${var.u}"', '"?"', None),
    # Policy variables are filled in by AWS.
    ('"home/$${aws:username}/*"', '"home/x/y"', None),
    ('"home/$${aws:username}/*"', '"home/$${aws:username}/y"', True),
    ('"home/&{aws:username}/*"', '"home/$${aws:username}/y"', True),
    ('"home/$${aws:username}/*"', '"work/x"', False),
]


@pytest.mark.parametrize(("pattern", "asked", "expected"), SURE)
def test_patterns(pattern: str, asked: str, expected: bool | None) -> None:
    root = root_of(pattern, asked)
    first, second = root.local("x0"), root.local("x1")
    assert first is not None
    assert second is not None
    assert covers(first, second) is expected
    if second.text is not None:
        assert covers(first, second.text) is expected


@pytest.mark.parametrize("asked", ["arn:aws:s3:::" + "b" * 50, "a" * 50 + "b"])
def test_many_asterisks_take_no_time(asked: str) -> None:
    pattern = value_of('"' + "a*" * 200 + '"')
    assert covers(pattern, asked) is False


ALLOWED: list[tuple[str, str, str | None, Answer]] = [
    ('{ Effect = "Allow", Action = "s3:Get*", Resource = "*" }', "s3:GetObject", None, "yes"),
    ('{ Effect = "Allow", Action = "s3:Put*", Resource = "*" }', "s3:GetObject", None, "no"),
    ('{ Effect = "Allow", NotAction = "s3:Put*", Resource = "*" }', "s3:GetObject", None, "yes"),
    ('{ Effect = "Allow", NotAction = "s3:*", Resource = "*" }', "s3:GetObject", None, "no"),
    ('{ Effect = "Allow", NotAction = var.u, Resource = "*" }', "s3:GetObject", None, "unknown"),
    ('{ Effect = "Allow", Action = var.u, Resource = "*" }', "s3:GetObject", None, "unknown"),
    ('{ Effect = "Allow", Action = "s3:${var.u}" }', "s3:GetObject", None, "unknown"),
    ('{ Effect = "Allow", Action = "ec2:${var.u}" }', "s3:GetObject", None, "no"),
    ('{ Effect = var.u, Action = "s3:*" }', "s3:GetObject", None, "unknown"),
    ('{ Effect = "Allow", Action = "S3:getobject" }', "s3:GetObject", None, "yes"),
    ('{ Effect = "Allow", NotAction = "S3:getobject" }', "s3:GetObject", None, "no"),
    ('{ Effect = "Allow" }', "s3:GetObject", None, "unknown"),
    # With a resource.
    ('{ Effect = "Allow", Action = "s3:*", Resource = ["b", "a*"] }', "s3:X", "abc", "yes"),
    ('{ Effect = "Allow", Action = "s3:*", Resource = ["b", "a*"] }', "s3:X", "c", "no"),
    ('{ Effect = "Allow", Action = "s3:*", Resource = [var.u] }', "s3:X", "c", "unknown"),
    ('{ Effect = "Allow", Action = "s3:*", NotResource = ["b"] }', "s3:X", "c", "yes"),
    ('{ Effect = "Allow", Action = "s3:*", NotResource = ["c"] }', "s3:X", "c", "no"),
    ('{ Effect = "Allow", Action = "s3:*" }', "s3:X", "c", "yes"),
    ('{ Effect = "Allow", Action = "ec2:*", Resource = [var.u] }', "s3:X", "c", "no"),
    # A condition of an Allow may be met, one of a Deny may not.
    (
        '{ Effect = "Allow", Action = "s3:*", Condition = { Bool = { a = "b" } } }',
        "s3:X",
        None,
        "yes",
    ),
    (
        '{ Effect = "Allow", Action = "*" }, '
        '{ Effect = "Deny", Action = "*", Condition = { Bool = { a = "b" } } }',
        "s3:X",
        None,
        "yes",
    ),
    (
        '{ Effect = "Allow", Action = "*" }, { Effect = "Deny", Action = "s3:*", Resource = "*" }',
        "s3:X",
        None,
        "no",
    ),
    (
        '{ Effect = "Allow", Action = "*" }, { Effect = "Deny", Action = "s3:*" }',
        "s3:X",
        None,
        "no",
    ),
    (
        '{ Effect = "Allow", Action = "*" }, { Effect = "Deny", Action = "s3:*", Resource = "a" }',
        "s3:X",
        None,
        "yes",
    ),
    (
        '{ Effect = "Allow", Action = "*" }, { Effect = "Deny", Action = "s3:*", Resource = "a" }',
        "s3:X",
        "a",
        "no",
    ),
    (
        '{ Effect = "Allow", Action = "*" }, { Effect = "Deny", Action = "s3:*", Resource = "a" }',
        "s3:X",
        "b",
        "yes",
    ),
    (
        '{ Effect = "Allow", Action = "*" }, { Effect = "Deny", Action = "*", NotResource = "a" }',
        "s3:X",
        None,
        "yes",
    ),
    (
        '{ Effect = "Allow", Action = "*" }, { Effect = "Deny", Action = var.u, Resource = "*" }',
        "s3:X",
        None,
        "unknown",
    ),
    (
        '{ Effect = "Allow", Action = "*" }, { Effect = var.u, Action = "s3:X", Resource = "*" }',
        "s3:X",
        None,
        "unknown",
    ),
    ('{ Effect = "Deny", Action = "s3:*", Resource = "*" }', "s3:X", None, "no"),
    # A Deny for somebody.
    (
        '{ Effect = "Allow", Action = "*" }, '
        '{ Effect = "Deny", Action = "*", Principal = { AWS = "111111111111" } }',
        "s3:X",
        None,
        "unknown",
    ),
    (
        '{ Effect = "Allow", Action = "*" }, { Effect = "Deny", Action = "*", Principal = "*" }',
        "s3:X",
        None,
        "no",
    ),
]


@pytest.mark.parametrize(("listed", "action", "resource", "expected"), ALLOWED)
def test_allows(listed: str, action: str, resource: str | None, expected: Answer) -> None:
    found, _ = statements(value_of(f"jsonencode({{ Statement = [{listed}] }})"))
    assert allows(found, action, resource) == expected


def test_a_statement_that_may_not_be_there() -> None:
    text = """
    data "aws_iam_policy_document" "d" {
      dynamic "statement" {
        for_each = var.u
        content {
          actions = ["s3:*"]
        }
      }
    }
    locals {
      x = data.aws_iam_policy_document.d.json
    }
    """
    (root,) = load([("main.tf", RESOURCES + text)]).roots
    value = root.local("x")
    assert value is not None
    found, complete = statements(value)
    assert not complete
    assert allows(found, "s3:GetObject") == "unknown"
    assert allows(found, "ec2:RunInstances") == "no"


@pytest.mark.parametrize(
    ("expression", "account"),
    [
        ('"111111111111"', "111111111111"),
        ('"arn:aws:iam::222222222222:root"', "222222222222"),
        ('"arn:${var.u}:iam::222222222222:role/${var.u}"', "222222222222"),
        ('"arn:aws:iam::${var.u}:root"', None),
        ('"arn:aws:s3:::bucket"', None),
        ('"*"', None),
        ('"ecs.amazonaws.com"', None),
        ("var.u", None),
        ("aws_iam_role.here.arn", "111111111111"),
        ("aws_kms_key.a.arn", "111111111111"),
        ("aws_kms_key.a.key_id", None),
        ("aws_iam_role.elsewhere.arn", None),
    ],
)
def test_accounts(expression: str, account: str | None) -> None:
    assert names_account(value_of(expression)) == account


def test_texts_that_are_known_are_compared_as_all_others_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parts = (
        "*",
        "?",
        "s3:",
        "S3:",
        "Get",
        "arn:aws:s3:::a",
        "/",
        "\n",
        "é",
        "${aws:x}",
        "&{y}",
        "",
    )
    choose = random.Random(7)  # noqa: S311 - the same texts each time
    pairs = [
        tuple("".join(choose.choices(parts, k=choose.randint(1, 4))) for _ in range(2))
        for _ in range(4000)
    ]

    def answers() -> list[bool | None]:
        return [
            matching._covers(matching._value(one), matching._value(other), fold=fold)
            for one, other in pairs
            for fold in (False, True)
        ]

    quick = answers()
    monkeypatch.setattr(matching, "_SPECIAL", re.compile(""))
    assert answers() == quick
    assert {True, False, None} == set(quick)
