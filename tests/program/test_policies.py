"""Policies in all the ways they are written: statements, places, and what is known of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from tests.iam.documents import documents
from tests.iam.evaluate import committed
from tfgen.program.load import load
from tfgen.program.model import Module
from tfgen.program.policies import (
    Policy,
    Statement,
    attached,
    attachments,
    managed_arns,
    policies,
    statements,
    trust,
)
from tfgen.program.statements import Condition
from tfgen.program.values import Value


def root_of(text: str) -> Module:
    (root,) = load([("main.tf", text)]).roots
    return root


def only(text: str) -> Policy:
    (policy,) = policies(root_of(text))
    return policy


def texts(values: Iterable[Value]) -> list[str | None]:
    return [value.pattern() for value in values]


def short(policy: Policy) -> list[tuple[str, str, list[str | None], list[str | None]]]:
    """Sid, effect, actions and resources of each statement."""
    return [
        (one.sid, one.effect, texts(one.actions), texts(one.resources)) for one in policy.statements
    ]


def sids(policy: Policy) -> list[str]:
    return [statement.sid for statement in policy.statements]


def conditions(statement: Statement) -> list[tuple[str, str, list[str | None]]]:
    return [(one.test, one.variable, texts(one.values)) for one in statement.conditions]


def principals(statement: Statement) -> list[tuple[str, str | None, bool]]:
    return [(one.type, one.value.pattern(), one.negated) for one in statement.principals]


UNKNOWN_VARIABLE = 'variable "u" {}\n'
DOCUMENT = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "Read",
            "Effect": "Allow",
            "Action": "s3:GetObject",
            "Resource": ["arn:aws:s3:::b/*", "arn:aws:s3:::c/*"],
            "Principal": {"AWS": ["111111111111", "*"], "Service": "ecs.amazonaws.com"},
            "Condition": {
                "StringEquals": {"aws:SourceAccount": "111111111111", "aws:SourceArn": ["a", "b"]},
                "Bool": {"aws:SecureTransport": True},
            },
        },
        {
            "Effect": "Deny",
            "NotAction": ["s3:*"],
            "NotResource": "*",
            "NotPrincipal": {"AWS": "222222222222"},
        },
        {"Effect": "Allow", "Principal": "*", "Action": ["s3:PutObject"], "Resource": "*"},
    ],
}
BLOCKS = """
data "aws_iam_policy_document" "d" {
  statement {
    sid       = "Read"
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::b/*", "arn:aws:s3:::c/*"]
    principals {
      type        = "AWS"
      identifiers = ["111111111111", "*"]
    }
    principals {
      type        = "Service"
      identifiers = ["ecs.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = ["111111111111"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = ["a", "b"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = [true]
    }
  }
  statement {
    effect        = "Deny"
    not_actions   = ["s3:*"]
    not_resources = ["*"]
    not_principals {
      type        = "AWS"
      identifiers = ["222222222222"]
    }
  }
  statement {
    actions   = ["s3:PutObject"]
    resources = ["*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}
"""
FORMS = {
    "heredoc": f"<<EOT\n{json.dumps(DOCUMENT, indent=2)}\nEOT",
    "literal": json.dumps(json.dumps(DOCUMENT)),
    "jsonencode": f"jsonencode({json.dumps(DOCUMENT)})",
    "local": "local.policy",
    "json": "data.aws_iam_policy_document.d.json",
    "minified": "data.aws_iam_policy_document.d.minified_json",
    "template": '"${data.aws_iam_policy_document.d.json}"',
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_the_same(form: str) -> None:
    blocks = BLOCKS if "aws_iam_policy_document" in FORMS[form] else ""
    policy = only(
        f'resource "aws_s3_bucket_policy" "p" {{\n  bucket = "b"\n  policy = {FORMS[form]}\n}}\n'
        f"locals {{\n  policy = jsonencode({json.dumps(DOCUMENT)})\n}}\n{blocks}"
    )
    assert (policy.complete, policy.role, policy.attribute) == (True, "resource", "policy")
    assert policy.owner.address == "aws_s3_bucket_policy.p"
    assert str(policy.where) == "main.tf:3:3"
    read, deny, write = policy.statements
    assert short(policy) == [
        ("Read", "Allow", ["s3:GetObject"], ["arn:aws:s3:::b/*", "arn:aws:s3:::c/*"]),
        ("", "Deny", [], []),
        ("", "Allow", ["s3:PutObject"], ["*"]),
    ]
    assert (texts(deny.not_actions), texts(deny.not_resources)) == (["s3:*"], ["*"])
    assert principals(read) == [
        ("AWS", "111111111111", False),
        ("AWS", "*", False),
        ("Service", "ecs.amazonaws.com", False),
    ]
    assert [one.is_everyone for one in read.principals] == [False, True, False]
    assert principals(deny) == [("AWS", "222222222222", True)]
    assert principals(write) == [("*", "*", False)]
    assert conditions(read) == [
        ("StringEquals", "aws:SourceAccount", ["111111111111"]),
        ("StringEquals", "aws:SourceArn", ["a", "b"]),
        ("Bool", "aws:SecureTransport", ["true"]),
    ]
    assert all(statement.certain for statement in policy.statements)


def test_places_in_a_heredoc() -> None:
    policy = only(
        """resource "aws_iam_policy" "p" {
  policy = <<-EOT
    {
      "Statement": [
        {
          "Effect": "Allow",
          "Action": [
            "s3:GetObject",
            "s3:*"
          ],
          "Condition": {
            "Bool": {"a": "b"}
          }
        }
      ]
    }
  EOT
}
"""
    )
    (statement,) = policy.statements
    assert statement.where.line == 5
    assert [action.where.line for action in statement.actions] == [8, 9]
    assert statement.conditions[0].where.line == 12


def test_places_in_a_document() -> None:
    policy = only(BLOCKS)
    assert [statement.where.line for statement in policy.statements] == [3, 31, 40]
    assert [str(one.where) for one in policy.statements[0].resources] == [
        "main.tf:6:18",
        "main.tf:6:38",
    ]


def test_single_statement_and_names_in_any_case() -> None:
    policy = only(
        'resource "aws_sqs_queue" "q" {\n'
        '  policy = jsonencode({ statement = { effect = "Allow", action = "sqs:*" } })\n}\n'
    )
    assert short(policy) == [("", "Allow", ["sqs:*"], [])]
    assert policy.complete


@pytest.mark.parametrize(
    ("elements", "complete"),
    [
        ('Effect = "Allow", Action = ["a:B"], Resource = "*"', True),
        ('Effect = "Allow", Action = ["a:B"], Resource = [var.u]', True),
        ('Effect = "Allow", Action = ["a:B"], Resource = aws_kms_key.k.arn', True),
        ('Effect = "Allow", Action = ["a:B"], Resource = "arn:aws:s3:::${var.u}"', True),
        ('Effect = "Allow", Action = ["a:B"], Principal = { AWS = [var.u] }', True),
        ('Effect = "Allow", Action = ["a:B"], Resource = var.u', False),
        ('Effect = "Allow", Action = [var.u]', False),
        ('Effect = "Allow", Action = ["a:${var.u}"]', False),
        ('Effect = var.u, Action = ["a:B"]', False),
        ('Action = ["a:B"]', False),
        ('Effect = "Allow", Action = ["a:B"], Principal = var.u', False),
        ('Effect = "Allow", Action = ["a:B"], Principal = { AWS = var.u }', False),
        ('Effect = "Allow", Action = ["a:B"], Condition = var.u', False),
        ('Effect = "Allow", Action = ["a:B"], Condition = { Bool = var.u }', False),
    ],
)
def test_complete_statements(elements: str, complete: bool) -> None:
    found = only(
        'resource "aws_sqs_queue" "q" {\n'
        f"  policy = jsonencode({{ Statement = [{{ {elements} }}] }})\n}}\n"
        f'resource "aws_kms_key" "k" {{}}\n{UNKNOWN_VARIABLE}'
    )
    assert len(found.statements) == 1
    assert found.complete is complete


@pytest.mark.parametrize(
    ("policy", "complete"),
    [
        ("jsonencode({})", True),
        ("jsonencode({ Statement = [] })", True),
        ("jsonencode({ Statement = [var.u] })", False),
        ("jsonencode({ Statement = var.u })", False),
        ("var.u", False),
        ('"no JSON"', False),
        ('"[]"', False),
        ('file("policy.json")', False),
    ],
)
def test_complete_documents(policy: str, complete: bool) -> None:
    found = only(f'resource "aws_iam_policy" "p" {{\n  policy = {policy}\n}}\n{UNKNOWN_VARIABLE}')
    assert (found.statements, found.complete) == ((), complete)


def test_what_may_be_there_is_not_left_out() -> None:
    policy = only(
        'resource "aws_sqs_queue" "q" {\n  policy = jsonencode({ Statement = [{ Effect = var.u,\n'
        "    Action = var.u, Principal = var.u, Condition = var.u }] })\n}\n" + UNKNOWN_VARIABLE
    )
    (statement,) = policy.statements
    assert statement.effect == ""
    assert texts(statement.actions) == [None]
    assert principals(statement) == [("", None, False)]
    assert conditions(statement) == [("", "", [None])]


def test_names_of_keys_that_are_known_in_part() -> None:
    policy = only(
        'resource "aws_sqs_queue" "q" {\n  policy = <<EOT\n{"Statement": [{"Effect": "Allow",'
        ' "Action": "sqs:*", "Condition": {"StringEquals": {"${var.u}:sub": "x"}}}]}\nEOT\n}\n'
        + UNKNOWN_VARIABLE
    )
    assert conditions(policy.statements[0]) == [("StringEquals", "\0:sub", ["x"])]
    assert policy.complete


def test_dynamic_blocks() -> None:
    policy = only(
        """
        variable "u" {}
        data "aws_iam_policy_document" "d" {
          dynamic "statement" {
            for_each = { a = "s3:GetObject", b = "s3:PutObject" }
            content {
              sid     = statement.key
              actions = [statement.value]
            }
          }
          statement {
            sid     = "c"
            actions = ["s3:ListBucket"]
          }
        }
        """
    )
    assert short(policy) == [
        ("a", "Allow", ["s3:GetObject"], []),
        ("b", "Allow", ["s3:PutObject"], []),
        ("c", "Allow", ["s3:ListBucket"], []),
    ]
    assert policy.complete


def test_a_dynamic_statement_of_unknown_number() -> None:
    policy = only(
        UNKNOWN_VARIABLE
        + """
        data "aws_iam_policy_document" "d" {
          statement {
            sid     = "Surely"
            actions = ["s3:ListBucket"]
          }
          dynamic "statement" {
            for_each = var.u
            content {
              sid     = "Perhaps"
              actions = ["s3:*"]
            }
          }
        }
        """
    )
    assert [(one.sid, one.certain) for one in policy.statements] == [
        ("Surely", True),
        ("Perhaps", False),
    ]
    assert not policy.complete


@pytest.mark.parametrize("block", ["principals", "not_principals", "condition"])
def test_a_dynamic_part_of_unknown_number(block: str) -> None:
    content = 'test = "Bool"\nvariable = "a"\nvalues = ["b"]'
    if block != "condition":
        content = 'type = "AWS"\nidentifiers = ["*"]'
    policy = only(
        f"""
        {UNKNOWN_VARIABLE}
        data "aws_iam_policy_document" "d" {{
          statement {{
            actions = ["s3:*"]
            dynamic "{block}" {{
              for_each = var.u
              content {{
                {content}
              }}
            }}
          }}
        }}
        """
    )
    (statement,) = policy.statements
    assert statement.certain
    assert len(statement.conditions if block == "condition" else statement.principals) == 1
    assert not policy.complete


def test_statements_are_certain_within_a_document_of_unknown_number() -> None:
    policy = only(
        UNKNOWN_VARIABLE
        + """
        data "aws_iam_policy_document" "d" {
          count = var.u
          statement {
            actions = ["s3:GetObject"]
            condition {
              test     = "Bool"
              variable = "a"
              values   = ["b"]
            }
          }
        }
        resource "aws_iam_policy" "p" {
          count  = var.u
          policy = data.aws_iam_policy_document.d[0].json
        }
        """
    )
    assert (policy.owner.type, policy.owner.certain) == ("aws_iam_policy", False)
    assert [one.certain for one in policy.statements] == [True]
    assert policy.complete


SOURCES = """
data "aws_iam_policy_document" "a" {
  statement {
    sid     = "One"
    actions = ["a:One"]
  }
  statement {
    sid     = "Two"
    actions = ["a:Two"]
  }
  statement {
    actions = ["a:Nameless"]
  }
}
data "aws_iam_policy_document" "b" {
  statement {
    sid     = "Two"
    effect  = "Deny"
    actions = ["b:Two"]
  }
  statement {
    sid     = "Three"
    actions = ["b:Three"]
  }
  statement {
    actions = ["b:Nameless"]
  }
}
"""


def actions(policy: Policy) -> list[str | None]:
    return [text for statement in policy.statements for text in texts(statement.actions)]


def test_source_documents_come_first() -> None:
    policy = only(
        SOURCES
        + """
        data "aws_iam_policy_document" "all" {
          source_policy_documents = [data.aws_iam_policy_document.a.json]
          statement {
            sid     = "Own"
            actions = ["own:Own"]
          }
          override_policy_documents = [
            data.aws_iam_policy_document.b.json,
            jsonencode({ Statement = { Sid = "Three", Effect = "Allow", Action = "json:Three" } }),
          ]
        }
        """
    )
    assert policy.owner.name == "all"
    assert actions(policy) == [
        "a:One",
        "b:Two",
        "a:Nameless",
        "own:Own",
        "json:Three",
        "b:Nameless",
    ]
    assert policy.statements[1].effect == "Deny"
    assert policy.complete


def test_own_statements_replace_those_of_sources() -> None:
    policy = only(
        SOURCES
        + """
        data "aws_iam_policy_document" "all" {
          source_json   = data.aws_iam_policy_document.a.json
          override_json = data.aws_iam_policy_document.b.minified_json
          statement {
            sid     = "One"
            actions = ["own:One"]
          }
        }
        """
    )
    assert actions(policy) == ["own:One", "b:Two", "a:Nameless", "b:Three", "b:Nameless"]


@pytest.mark.parametrize("documents", ["var.u", "[var.u]", "[data.aws_iam_policy.x.policy]"])
def test_unknown_overrides_make_named_statements_uncertain(documents: str) -> None:
    policy = only(
        f"""
        {UNKNOWN_VARIABLE}
        data "aws_iam_policy" "x" {{ name = "x" }}
        data "aws_iam_policy_document" "d" {{
          override_policy_documents = {documents}
          statement {{
            sid     = "Named"
            actions = ["a:B"]
          }}
          statement {{
            actions = ["a:C"]
          }}
        }}
        """
    )
    assert [one.certain for one in policy.statements] == [False, True]
    assert not policy.complete


def test_an_override_of_unknown_sources() -> None:
    policy = only(
        UNKNOWN_VARIABLE
        + """
        data "aws_iam_policy_document" "a" {
          source_policy_documents = [var.u]
          statement {
            actions = ["a:A"]
          }
        }
        data "aws_iam_policy_document" "b" {
          override_policy_documents = [data.aws_iam_policy_document.a.json]
          statement {
            sid     = "Named"
            actions = ["a:B"]
          }
        }
        """
    )
    assert [one.certain for one in policy.statements] == [False, True]
    assert not policy.complete


def test_an_override_without_statements() -> None:
    policy = only(
        """
        data "aws_iam_policy_document" "d" {
          override_policy_documents = ["{}"]
          statement {
            sid     = "Named"
            actions = ["a:B"]
          }
        }
        """
    )
    assert [one.certain for one in policy.statements] == [True]
    assert policy.complete


def test_another_attribute_of_a_document_is_no_policy() -> None:
    root = root_of(BLOCKS + "locals {\n  x = data.aws_iam_policy_document.d.id\n}")
    value = root.local("x")
    assert value is not None
    assert statements(value) == ((), False)


def test_unknown_sources_leave_own_statements_certain() -> None:
    policy = only(
        UNKNOWN_VARIABLE
        + """
        data "aws_iam_policy_document" "d" {
          source_policy_documents = concat([var.u], [])
          statement {
            sid     = "Own"
            actions = ["a:B"]
          }
        }
        """
    )
    assert [one.certain for one in policy.statements] == [True]
    assert not policy.complete


def test_a_statement_that_may_not_be_there_replaces_none() -> None:
    policy = only(
        UNKNOWN_VARIABLE
        + SOURCES
        + """
        data "aws_iam_policy_document" "d" {
          source_policy_documents = [
            data.aws_iam_policy_document.a.json,
            data.aws_iam_policy_document.b.json,
          ]
          dynamic "statement" {
            for_each = var.u
            content {
              sid     = "One"
              actions = ["own:One"]
            }
          }
        }
        """
    )
    assert actions(policy) == [
        "a:One",
        "b:Two",
        "a:Nameless",
        "b:Three",
        "b:Nameless",
        "own:One",
    ]
    assert not policy.complete


def test_documents_that_depend_on_each_other() -> None:
    found = policies(
        root_of(
            """
            data "aws_iam_policy_document" "a" {
              source_policy_documents = [data.aws_iam_policy_document.b.json]
            }
            data "aws_iam_policy_document" "b" {
              source_policy_documents = [data.aws_iam_policy_document.a.json]
            }
            resource "aws_iam_policy" "p" {
              policy = data.aws_iam_policy_document.a.json
            }
            """
        )
    )
    assert [(one.owner.name, one.complete) for one in found] == [("p", False)]


@pytest.mark.parametrize(
    ("kind", "attribute", "role"),
    [
        ("aws_iam_policy", "policy", "identity"),
        ("aws_iam_role_policy", "policy", "identity"),
        ("aws_iam_user_policy", "policy", "identity"),
        ("aws_iam_group_policy", "policy", "identity"),
        ("aws_iam_role", "assume_role_policy", "trust"),
        ("aws_ssoadmin_permission_set_inline_policy", "inline_policy", "identity"),
        ("aws_s3_bucket", "policy", "resource"),
        ("aws_s3_bucket_policy", "policy", "resource"),
        ("aws_sqs_queue_policy", "policy", "resource"),
        ("aws_sns_topic", "policy", "resource"),
        ("aws_kms_key", "policy", "resource"),
        ("aws_kms_key_policy", "policy", "resource"),
        ("aws_ecr_repository_policy", "policy", "resource"),
        ("aws_ecr_registry_policy", "policy", "resource"),
        ("aws_secretsmanager_secret_policy", "policy", "resource"),
        ("aws_efs_file_system_policy", "policy", "resource"),
        ("aws_opensearch_domain", "access_policies", "resource"),
        ("aws_backup_vault_policy", "policy", "resource"),
        ("aws_glacier_vault", "access_policy", "resource"),
        ("aws_cloudwatch_log_resource_policy", "policy_document", "resource"),
        ("aws_vpc_endpoint", "policy", "boundary"),
    ],
)
def test_where_policies_stand(kind: str, attribute: str, role: str) -> None:
    text = f'jsonencode({{ Statement = {{ Effect = "Allow", Action = "{kind}:*" }} }})'
    policy = only(f'resource "{kind}" "x" {{\n  {attribute} = {text}\n}}\n')
    assert (policy.role, policy.attribute) == (role, attribute)
    assert actions(policy) == [f"{kind}:*"]


def test_resources_without_their_policy() -> None:
    assert (
        policies(
            root_of(
                'resource "aws_s3_bucket" "b" {}\nresource "aws_sqs_queue" "q" {\n  policy = ""\n}'
            )
        )
        == ()
    )


LOOSE = """
data "aws_iam_policy_document" "d" {
  statement {
    actions = ["%s"]
    %s
  }
}
"""
SOMEBODY = 'principals {\n  type = "AWS"\n  identifiers = ["111111111111"]\n}'


@pytest.mark.parametrize(
    ("text", "role"),
    [
        (LOOSE % ("s3:GetObject", ""), "identity"),
        (LOOSE % ("s3:GetObject", SOMEBODY), "resource"),
        (LOOSE % ("sts:AssumeRole", SOMEBODY), "trust"),
        (LOOSE % ("sts:AssumeRole", ""), "identity"),
    ],
)
def test_a_document_that_nothing_carries(text: str, role: str) -> None:
    policy = only(text)
    assert (policy.owner.address, policy.role) == ("data.aws_iam_policy_document.d", role)
    assert str(policy.where) == "main.tf:2:1"


def test_a_document_in_a_choice_is_not_lost() -> None:
    found = policies(
        root_of(
            UNKNOWN_VARIABLE + LOOSE % ("s3:*", "") + 'resource "aws_iam_policy" "p" {\n'
            '  policy = var.u ? data.aws_iam_policy_document.d.json : "{}"\n}\n'
        )
    )
    assert [(one.owner.mode, actions(one), one.complete) for one in found] == [
        ("managed", [], False),
        ("data", ["s3:*"], True),
    ]


BOUNDED = """
resource "aws_iam_policy" "limit" {
  name   = "limit"
  policy = jsonencode({ Statement = { Effect = "Allow", Action = "*", Resource = "*" } })
}
resource "aws_iam_policy" "other" {
  name   = "other"
  policy = jsonencode({ Statement = { Effect = "Allow", Action = "*", Resource = "*" } })
}
resource "aws_iam_role" "r" {
  name                 = "r"
  permissions_boundary = %s
}
%s
"""
GUARD = """
resource "aws_iam_policy" "guard" {
  policy = jsonencode({ Statement = { Effect = "Allow", Action = "iam:CreateRole", Condition = {
    StringEquals = { "iam:PermissionsBoundary" = aws_iam_policy.limit.arn }
  } } })
}
"""
ATTACHED = """
resource "aws_iam_role_policy_attachment" "a" {
  role       = aws_iam_role.r.name
  policy_arn = aws_iam_policy.limit.arn
}
"""


@pytest.mark.parametrize(
    ("reference", "more", "expected"),
    [
        ("aws_iam_policy.limit.arn", "", {"limit"}),
        ('"arn:aws:iam::111111111111:policy/limit"', "", {"limit"}),
        ('"arn:aws:iam::${var.u}:policy/limit"', UNKNOWN_VARIABLE, {"limit"}),
        ('"arn:aws:iam::111111111111:policy/team/limit"', "", set()),
        ('"arn:aws:iam::111111111111:policy/no-limit"', "", set()),
        ("null", "", set()),
        ("null", GUARD, {"limit"}),
        ("aws_iam_policy.limit.arn", ATTACHED, set()),
    ],
)
def test_boundaries(reference: str, more: str, expected: set[str]) -> None:
    found = policies(root_of(BOUNDED % (reference, more)))
    assert {one.owner.name for one in found if one.role == "boundary"} == expected
    assert "other" in {one.owner.name for one in found if one.role == "identity"}


ROLE = """
resource "aws_iam_role" "r" {
  name = "app"
  assume_role_policy = jsonencode({ Statement = { Effect = "Allow", Action = "sts:AssumeRole",
    Principal = { Service = "ecs-tasks.amazonaws.com" } } })
  managed_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
  inline_policy {
    name   = "inline"
    policy = jsonencode({ Statement = { Effect = "Allow", Action = "a:Inline" } })
  }
}
resource "aws_iam_role" "other" {
  name = "other"
  inline_policy {
    policy = jsonencode({ Statement = { Effect = "Allow", Action = "a:OtherInline" } })
  }
}
"""


def policy_named(name: str) -> str:
    return (
        f'resource "aws_iam_policy" "{name}" {{\n  name = "{name}"\n  policy = jsonencode('
        f'{{ Statement = {{ Effect = "Allow", Action = "a:{name}" }} }})\n}}\n'
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", False),
        (
            'resource "aws_iam_role_policy" "p" {\n  role = aws_iam_role.r.id\n'
            '  policy = jsonencode({ Statement = { Effect = "Allow", Action = "a:p" } })\n}',
            True,
        ),
        (
            'resource "aws_iam_role_policy" "p" {\n  role = "app"\n'
            '  policy = jsonencode({ Statement = { Effect = "Allow", Action = "a:p" } })\n}',
            True,
        ),
        (
            'resource "aws_iam_role_policy" "p" {\n  role = aws_iam_role.other.id\n'
            '  policy = jsonencode({ Statement = { Effect = "Allow", Action = "a:p" } })\n}',
            False,
        ),
        (
            policy_named("p") + 'resource "aws_iam_role_policy_attachment" "a" {\n'
            "  role = aws_iam_role.r.name\n  policy_arn = aws_iam_policy.p.arn\n}",
            True,
        ),
        (
            policy_named("p") + 'resource "aws_iam_role_policy_attachment" "a" {\n'
            '  role = "app"\n  policy_arn = "arn:aws:iam::111111111111:policy/p"\n}',
            True,
        ),
        (
            policy_named("p") + 'resource "aws_iam_role_policy_attachment" "a" {\n'
            "  role = aws_iam_role.other.name\n  policy_arn = aws_iam_policy.p.arn\n}",
            False,
        ),
        (
            policy_named("p") + 'resource "aws_iam_policy_attachment" "a" {\n'
            '  roles = ["x", aws_iam_role.r.name]\n  policy_arn = aws_iam_policy.p.arn\n}',
            True,
        ),
        (
            policy_named("p") + 'resource "aws_iam_role_policy_attachments_exclusive" "a" {\n'
            "  role_name = aws_iam_role.r.name\n  policy_arns = [aws_iam_policy.p.arn]\n}",
            True,
        ),
    ],
)
def test_policies_of_a_role(text: str, found: bool) -> None:
    root = root_of(ROLE + text)
    role = next(one for one in root.find("aws_iam_role") if one.name == "r")
    assert [action for policy in attached(root, role) for action in actions(policy)] == [
        "a:Inline",
        *(["a:p"] if found else []),
    ]
    arns = [value.pattern() for value in attachments(root, role)]
    assert "arn:aws:iam::aws:policy/ReadOnlyAccess" in arns
    assert len(arns) == 1 + (found and "policy_arn" in text)
    (statement,) = trust(role)
    assert principals(statement) == [("Service", "ecs-tasks.amazonaws.com", False)]


def test_policies_of_a_role_in_another_module() -> None:
    (root,) = load(
        [
            (
                "main.tf",
                'module "role" {\n  source = "./role"\n}\n'
                + policy_named("p")
                + 'resource "aws_iam_role_policy_attachment" "a" {\n  for_each = toset(["x"])\n'
                "  role = module.role.name\n  policy_arn = aws_iam_policy.p.arn\n}\n",
            ),
            (
                "role/main.tf",
                'resource "aws_iam_role" "r" {\n  name_prefix = "app-"\n}\n'
                'output "name" {\n  value = aws_iam_role.r.name\n}\n',
            ),
        ]
    ).roots
    (role,) = root.find("aws_iam_role")
    assert [policy.owner.address for policy in attached(root, role)] == ["aws_iam_policy.p"]


def test_policies_of_roles_whose_number_is_unknown() -> None:
    root = root_of(
        UNKNOWN_VARIABLE
        + policy_named("p")
        + """
        resource "aws_iam_role" "r" {
          for_each = var.u
          name     = each.key
        }
        resource "aws_iam_role_policy_attachment" "a" {
          for_each   = var.u
          role       = aws_iam_role.r[each.key].name
          policy_arn = aws_iam_policy.p.arn
        }
        """
    )
    (role,) = root.find("aws_iam_role")
    assert [policy.owner.name for policy in attached(root, role)] == ["p"]


def test_policies_of_one_of_several_roles() -> None:
    root = root_of(
        policy_named("p")
        + """
        resource "aws_iam_role" "r" {
          for_each = toset(["a", "b"])
          name     = each.key
        }
        resource "aws_iam_role_policy_attachment" "a" {
          role       = aws_iam_role.r["a"].name
          policy_arn = aws_iam_policy.p.arn
        }
        """
    )
    found = {
        role.key: [one.owner.name for one in attached(root, role)]
        for role in root.find("aws_iam_role")
    }
    assert found == {"a": ["p"], "b": []}


def test_policies_that_aws_manages() -> None:
    root = root_of(
        UNKNOWN_VARIABLE
        + ROLE
        + policy_named("p")
        + """
        data "aws_partition" "current" {}
        data "aws_iam_policy" "admin" { name = "AdministratorAccess" }
        resource "aws_iam_role_policy_attachment" "one" {
          for_each   = toset(["AmazonS3FullAccess"])
          role       = "app"
          policy_arn = "arn:${var.u}:iam::aws:policy/${each.value}"
        }
        resource "aws_iam_role_policy_attachment" "own" {
          role       = "app"
          policy_arn = aws_iam_policy.p.arn
        }
        resource "aws_iam_role_policy_attachment" "foreign" {
          role       = "app"
          policy_arn = "arn:aws:iam::111111111111:policy/x"
        }
        resource "aws_iam_user_policy_attachment" "two" {
          policy_arn = data.aws_iam_policy.admin.arn
        }
        resource "aws_ssoadmin_managed_policy_attachment" "three" {
          managed_policy_arn = "arn:aws:iam::aws:policy/job-function/Billing"
        }
        """
    )
    assert [(owner.address, value.pattern()) for owner, value in managed_arns(root)] == [
        ("aws_iam_role.r", "arn:aws:iam::aws:policy/ReadOnlyAccess"),
        (
            'aws_iam_role_policy_attachment.one["AmazonS3FullAccess"]',
            "arn:\0:iam::aws:policy/AmazonS3FullAccess",
        ),
        ("aws_iam_user_policy_attachment.two", None),
        (
            "aws_ssoadmin_managed_policy_attachment.three",
            "arn:aws:iam::aws:policy/job-function/Billing",
        ),
    ]


def test_statements_of_a_value() -> None:
    root = root_of(BLOCKS + "locals {\n  x = data.aws_iam_policy_document.d.json\n}")
    value = root.local("x")
    assert value is not None
    found, complete = statements(value)
    assert (len(found), complete) == (3, True)


# An independent reading of the generated trees, by tests/iam, says the same.


@pytest.mark.parametrize("environment", ["dev", "staging", "prod", "operations", "peering"])
def test_policies_of_generated_trees(environment: str) -> None:
    tree = committed(environment)
    program = load((f"{environment}/{path}", text) for path, text in tree.texts.items())
    expected = {found.address: found.policy for found in documents(tree)}
    found = {}
    for root in program.roots:
        prefix = (
            "" if root.folder == environment else f"{root.folder.removeprefix(environment)[1:]}: "
        )
        for policy in policies(root):
            assert policy.complete, policy.owner.address
            assert policy.owner.mode == "managed", policy.owner.address
            found[prefix + policy.owner.address] = policy
    assert found.keys() == expected.keys()
    for address, policy in found.items():
        pairs = zip(policy.statements, expected[address]["Statement"], strict=True)
        for statement, other in pairs:
            assert_same(statement, other)


def assert_same(statement: Statement, other: dict[str, Any]) -> None:
    """The statement says what the JSON does, whatever the texts are that it does not know."""
    assert (statement.sid, statement.effect) == (other.get("Sid", ""), other["Effect"])
    assert_listed(statement.actions, other.get("Action", []))
    assert_listed(statement.resources, other.get("Resource", []))
    assert not statement.not_actions
    assert not statement.not_resources
    principal = other.get("Principal", {})
    told = {"*": "*"} if principal == "*" else principal
    assert {one.type for one in statement.principals} == set(told)
    for kind, values in told.items():
        assert_listed([one.value for one in statement.principals if one.type == kind], values)
    tests = [
        (test, key, values)
        for test, keys in other.get("Condition", {}).items()
        for key, values in keys.items()
    ]
    assert len(statement.conditions) == len(tests)
    for test, key, values in tests:
        (condition,) = (one for one in statement.conditions if is_about(one, test, key))
        assert_listed(condition.values, values)


def is_about(condition: Condition, test: str, key: str) -> bool:
    return condition.test == test and fits(condition.variable, key)


def fits(pattern: str | None, text: str) -> bool:
    parts = (re.escape(part) for part in ("\0" if pattern is None else pattern).split("\0"))
    return re.fullmatch(".*".join(parts), text) is not None


def assert_listed(values: Sequence[Value], told: str | list[str]) -> None:
    """Each text fits one value; those that are known are compared first."""
    left = [told] if isinstance(told, str) else list(told)
    for value in sorted(values, key=lambda value: (value.text is None, value.pattern() is None)):
        text = next(text for text in left if fits(value.pattern(), text))
        left.remove(text)
    assert left == []
