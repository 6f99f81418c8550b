"""What is dangerous about a change."""

from __future__ import annotations

import pytest

from tests.changes.trees import Files, risks
from tfgen.changes.protection import GUARDS, KEEPERS
from tfgen.changes.replacement import COSTLY
from tfgen.provider_schema.model import BlockSchema
from tfgen.provider_schema.read import shipped


def resource(type_: str, body: str = "", name: str = "this") -> str:
    return f'resource "{type_}" "{name}" {{\n{body}\n}}\n'


def told(before: Files, after: Files) -> list[str]:
    return [f"{risk.kind} {risk.address} {risk.message}" for risk in risks(before, after)]


def schema(type_: str) -> BlockSchema:
    found = shipped()[0].block("managed", type_)
    assert found is not None, type_
    return found


# Tables


@pytest.mark.parametrize("type_", sorted(COSTLY))
def test_the_table_of_replacements_names_arguments_that_there_are(type_: str) -> None:
    block = schema(type_)
    assert COSTLY[type_].arguments <= {*block.attributes, *block.blocks}


@pytest.mark.parametrize("type_", sorted(GUARDS))
def test_the_table_of_guards_names_arguments_that_there_are(type_: str) -> None:
    for guard in GUARDS[type_]:
        block = schema(type_)
        for name in guard.path[:-1]:
            block = block.blocks[name].block
        assert guard.path[-1] in block.attributes, guard.path


@pytest.mark.parametrize("type_", sorted(KEEPERS))
def test_the_table_of_keepers_names_types_that_there_are(type_: str) -> None:
    schema(type_)


# Replacement and destruction


@pytest.mark.parametrize(
    ("type_", "old", "new", "argument"),
    [
        ("aws_subnet", 'cidr_block = "10.0.0.0/24"', 'cidr_block = "10.0.1.0/24"', "cidr_block"),
        ("aws_vpc", 'cidr_block = "10.0.0.0/16"', 'cidr_block = "10.1.0.0/16"', "cidr_block"),
        ("aws_db_instance", "storage_encrypted = false", "storage_encrypted = true",
         "storage_encrypted"),
        ("aws_s3_bucket", 'bucket = "a"', 'bucket = "b"', "bucket"),
        ("aws_lb", "internal = false", "internal = true", "internal"),
        ("aws_kms_key", 'key_usage = "A"', 'key_usage = "B"', "key_usage"),
        ("aws_dynamodb_table", 'hash_key = "a"', 'hash_key = "b"', "hash_key"),
        ("aws_ecr_repository", 'encryption_configuration {\n    encryption_type = "AES256"\n  }',
         'encryption_configuration {\n    encryption_type = "KMS"\n  }',
         "encryption_configuration.encryption_type"),
    ],
)  # fmt: skip
def test_a_change_that_replaces(type_: str, old: str, new: str, argument: str) -> None:
    (risk,) = risks(resource(type_, f"  {old}"), resource(type_, f"  {new}"))
    assert (risk.kind, risk.address, risk.argument) == ("replaces", f"{type_}.this", argument)
    assert risk.message == f"{argument} replaces it: {COSTLY[type_].loss}"


def test_a_change_that_does_not_replace() -> None:
    before, after = (
        resource("aws_db_instance", f'  instance_class = "{one}"') for one in ("a", "b")
    )
    assert risks(before, after) == ()


def test_an_expression_that_may_mean_the_same_may_replace() -> None:
    before, after = (resource("aws_subnet", f"  cidr_block = f({one})") for one in ("1", "2"))
    (message,) = told(before, after)
    assert "cidr_block may replace it" in message


@pytest.mark.parametrize("ignored", ["[db_name]", "all"])
def test_what_the_lifecycle_ignores_replaces_nothing(ignored: str) -> None:
    before, after = (
        resource(
            "aws_db_instance",
            f'  db_name = "{one}"\n  lifecycle {{\n    ignore_changes = {ignored}\n  }}',
        )
        for one in ("a", "b")
    )
    assert risks(before, after) == ()


def test_what_is_removed_is_destroyed() -> None:
    assert told(resource("aws_s3_bucket"), "") == [
        "destroys aws_s3_bucket.this its objects are lost"
    ]
    assert told(resource("aws_route53_record"), "") == []


def test_an_instance_that_goes_is_destroyed() -> None:
    before, after = (
        resource("aws_subnet", f"  for_each = toset({keys})") for keys in ('["a", "b"]', '["a"]')
    )
    assert told(before, after) == ['destroys aws_subnet.this["b"] everything in it goes first']


def test_what_is_only_forgotten_is_not_destroyed() -> None:
    removed = "removed {\n  from = aws_s3_bucket.this\n  lifecycle {\n    destroy = false\n  }\n}\n"
    assert told(resource("aws_s3_bucket"), removed) == []
    assert told(resource("aws_s3_bucket"), removed.replace("false", "true")) != []


def test_a_moved_resource_is_not_destroyed() -> None:
    moved = "moved {\n  from = aws_s3_bucket.this\n  to = aws_s3_bucket.other\n}\n"
    after = resource("aws_s3_bucket", name="other")
    assert told(resource("aws_s3_bucket"), after + moved) == []
    assert told(resource("aws_s3_bucket"), after) == [
        "destroys aws_s3_bucket.this its objects are lost; aws_s3_bucket.other looks the same: "
        "a moved block would keep it"
    ]


# Protection


@pytest.mark.parametrize(
    ("type_", "old", "new"),
    [
        ("aws_db_instance", "deletion_protection = true", "deletion_protection = false"),
        ("aws_db_instance", "deletion_protection = true", ""),
        ("aws_db_instance", "deletion_protection = true", "deletion_protection = var.x"),
        ("aws_db_instance", "skip_final_snapshot = false", "skip_final_snapshot = true"),
        ("aws_db_instance", "", "skip_final_snapshot = true"),
        ("aws_db_instance", "delete_automated_backups = false", "delete_automated_backups = true"),
        ("aws_db_instance", "backup_retention_period = 35", "backup_retention_period = 7"),
        ("aws_db_instance", "backup_retention_period = 35", ""),
        ("aws_cloudwatch_log_group", "retention_in_days = 365", "retention_in_days = 30"),
        ("aws_cloudwatch_log_group", "kms_key_id = aws_kms_key.a.arn", ""),
        ("aws_s3_bucket", "force_destroy = false", "force_destroy = true"),
        ("aws_s3_bucket", "lifecycle {\n    prevent_destroy = true\n  }", ""),
        ("aws_s3_bucket_public_access_block", "block_public_acls = true",
         "block_public_acls = false"),
        ("aws_s3_bucket_versioning", 'versioning_configuration {\n    status = "Enabled"\n  }',
         'versioning_configuration {\n    status = "Suspended"\n  }'),
        ("aws_dynamodb_table", "point_in_time_recovery {\n    enabled = true\n  }", ""),
        ("aws_ecr_repository", 'image_tag_mutability = "IMMUTABLE"',
         'image_tag_mutability = "MUTABLE"'),
        ("aws_lb_listener", 'protocol = "HTTPS"', 'protocol = "HTTP"'),
        ("aws_db_parameter_group",
         'parameter {\n    name = "rds.force_ssl"\n    value = "1"\n  }',
         'parameter {\n    name = "rds.force_ssl"\n    value = "0"\n  }'),
    ],
)  # fmt: skip
def test_protection_that_goes(type_: str, old: str, new: str) -> None:
    before, after = resource(type_, f"  {old}"), resource(type_, f"  {new}")
    (risk,) = risks(before, after)
    assert (risk.kind, risk.address) == (
        "access" if "public" in type_ else "protection",
        f"{type_}.this",
    )
    assert risks(after, before) == ()


def test_logs_that_were_kept_for_ever() -> None:
    before, after = (
        resource("aws_cloudwatch_log_group", f"  retention_in_days = {days}") for days in (0, 365)
    )
    assert told(before, after) == [
        "protection aws_cloudwatch_log_group.this retention_in_days 0 -> 365: "
        "logs are kept for a shorter time"
    ]
    assert told(after, before) == []


@pytest.mark.parametrize("type_", sorted(KEEPERS))
def test_a_protector_that_goes(type_: str) -> None:
    assert told(resource(type_), "") == [f"protection {type_}.this {KEEPERS[type_]}"]


def test_nothing_is_lost_where_nothing_was() -> None:
    assert told("", resource("aws_db_instance", "  deletion_protection = false")) == []


# Network


def rule(cidr: str, first: int = 443, last: int = 443, protocol: str = "tcp") -> str:
    return resource("aws_security_group", name="g") + resource(
        "aws_vpc_security_group_ingress_rule",
        "  security_group_id = aws_security_group.g.id\n"
        f'  cidr_ipv4 = "{cidr}"\n  ip_protocol = "{protocol}"\n'
        f"  from_port = {first}\n  to_port = {last}",
    )


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        (rule("10.0.0.0/16"), rule("0.0.0.0/0"), "tcp 443 from 0.0.0.0/0"),
        (rule("10.0.0.0/16"), rule("10.1.0.0/16"), "tcp 443 from 10.1.0.0/16"),
        (rule("10.0.0.0/8"), rule("10.0.0.0/8", 80, 443), "tcp 80-443 from 10.0.0.0/8"),
        (rule("10.0.0.0/8"), rule("10.0.0.0/8", protocol="-1"), "everything from 10.0.0.0/8"),
        (rule("10.0.0.0/8"), rule("10.0.0.0/8", protocol="udp"), "udp 443 from 10.0.0.0/8"),
    ],
)
def test_a_rule_that_lets_more_through(before: str, after: str, what: str) -> None:
    assert told(before, after) == [
        f"network aws_vpc_security_group_ingress_rule.this aws_security_group.g lets through {what}"
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (rule("10.0.0.0/8"), rule("10.1.0.0/16")),
        (rule("10.0.0.0/8", protocol="-1"), rule("10.0.0.0/8")),
        (rule("10.0.0.0/8", 0, 1000), rule("10.0.0.0/8")),
        ("", rule("0.0.0.0/0")),
        (rule("0.0.0.0/0"), ""),
    ],
)
def test_a_rule_that_lets_no_more_through(before: str, after: str) -> None:
    assert [one for one in told(before, after) if one.startswith("network")] == []


def test_rules_in_the_group_itself_and_of_the_older_kind() -> None:
    inline = '  ingress {\n    protocol = "tcp"\n    from_port = 1\n    to_port = 2\n    {}\n  }'
    before = resource(
        "aws_security_group", inline.replace("{}", 'cidr_blocks = ["10.0.0.0/8"]'), "g"
    )
    after = resource("aws_security_group", inline.replace("{}", "self = true"), "g")
    assert told(before, after) == [
        "network aws_security_group.g aws_security_group.g lets through "
        "tcp 1-2 from aws_security_group.g.id"
    ]
    group = resource("aws_security_group", name="g")
    old = resource(
        "aws_security_group_rule",
        '  type = "egress"\n  security_group_id = aws_security_group.g.id\n'
        '  protocol = "tcp"\n  from_port = 5432\n  to_port = 5432\n'
        "  source_security_group_id = aws_security_group.g.id",
    )
    assert told(group, group + old) == [
        "network aws_security_group_rule.this aws_security_group.g lets through "
        "tcp 5432 to aws_security_group.g.id"
    ]


def test_a_rule_of_its_own_in_place_of_one_in_the_group_is_no_wider() -> None:
    inline = resource(
        "aws_security_group",
        '  ingress {\n    protocol = "tcp"\n    from_port = 443\n    to_port = 443\n'
        '    cidr_blocks = ["10.0.0.0/8"]\n  }',
        "g",
    )
    assert told(inline, rule("10.0.0.0/8")) == []
    assert told(inline, rule("10.0.0.0/7")) != []


def test_a_network_acl() -> None:
    def acl(action: str, cidr: str) -> str:
        return resource(
            "aws_network_acl",
            f'  ingress {{\n    action = "{action}"\n    protocol = "tcp"\n    from_port = 22\n'
            f'    to_port = 22\n    cidr_block = "{cidr}"\n  }}',
        )

    assert told(acl("deny", "0.0.0.0/0"), acl("allow", "0.0.0.0/0")) == [
        "network aws_network_acl.this aws_network_acl.this lets through tcp 22 from 0.0.0.0/0"
    ]
    assert told(acl("allow", "0.0.0.0/0"), acl("deny", "0.0.0.0/0")) == []
    assert told(acl("allow", "10.0.0.0/8"), acl("allow", "10.1.0.0/16")) == []


def test_a_route_out() -> None:
    table = resource("aws_route_table", name="t") + resource("aws_internet_gateway", name="i")
    route = resource(
        "aws_route",
        '  route_table_id = aws_route_table.t.id\n  destination_cidr_block = "0.0.0.0/0"\n'
        "  gateway_id = aws_internet_gateway.i.id",
    )
    assert told(table, table + route) == [
        "network aws_route.this aws_route_table.t gets a route to 0.0.0.0/0 "
        "through aws_internet_gateway"
    ]


@pytest.mark.parametrize(
    ("type_", "old", "new"),
    [
        ("aws_db_instance", "publicly_accessible = false", "publicly_accessible = true"),
        ("aws_subnet", "map_public_ip_on_launch = false", "map_public_ip_on_launch = true"),
        ("aws_ecs_service", "", "network_configuration {\n    assign_public_ip = true\n  }"),
    ],
)
def test_what_the_internet_can_reach(type_: str, old: str, new: str) -> None:
    (risk,) = risks(resource(type_, f"  {old}"), resource(type_, f"  {new}"))
    assert risk.kind == "network"


# Access


def policy(
    actions: str = '["s3:GetObject"]', resources: str = '["arn:aws:s3:::a/*"]', more: str = ""
) -> str:
    return (
        resource("aws_iam_role", '  name = "r"', "r")
        + resource(
            "aws_iam_role_policy",
            "  role = aws_iam_role.r.id\n  policy = data.aws_iam_policy_document.d.json",
        )
        + 'data "aws_iam_policy_document" "d" {\n  statement {\n    sid = "x"\n'
        f"    actions = {actions}\n    resources = {resources}\n{more}\n  }}\n}}\n"
    )


CONDITION = (
    '    condition {\n      test = "StringEquals"\n      variable = "aws:SourceAccount"\n'
    '      values = ["1"]\n    }'
)


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        (policy(), policy('["s3:GetObject", "s3:PutObject"]'),
         "allows s3:PutObject on arn:aws:s3:::a/*"),
        (policy(), policy('["s3:*"]'), "allows s3:* on arn:aws:s3:::a/*"),
        (policy(), policy(resources='["*"]'), "allows s3:GetObject on *"),
        (policy(more=CONDITION), policy(), "allows s3:GetObject on arn:aws:s3:::a/*"),
        (policy(more='    effect = "Deny"'), policy(more='    effect = "Deny"').replace(
            "GetObject", "PutObject"), "no longer denies s3:GetObject on arn:aws:s3:::a/*"),
    ],
)  # fmt: skip
def test_a_policy_that_allows_more(before: str, after: str, what: str) -> None:
    assert told(before, after) == [f"access aws_iam_role_policy.this {what}"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (policy('["s3:*"]'), policy()),
        (policy(resources='["*"]'), policy()),
        (policy(), policy(more=CONDITION)),
        (policy('["s3:GetObject", "s3:PutObject"]'), policy('["s3:PutObject"]')),
        ("", policy('["*"]', '["*"]')),
        (policy(), policy().replace("s3:GetObject", "s3:getobject")),
    ],
)
def test_a_policy_that_allows_no_more(before: str, after: str) -> None:
    assert [one for one in told(before, after) if one.startswith("access")] == []


def test_whom_a_role_trusts() -> None:
    def role(account: str) -> str:
        return resource(
            "aws_iam_role",
            '  name = "r"\n  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", '
            f'Action = "sts:AssumeRole", Principal = {{ AWS = "{account}" }} }}] }})',
        )

    assert told(role("111111111111"), role("222222222222")) == [
        "access aws_iam_role.this allows sts:AssumeRole for 222222222222"
    ]


def test_a_managed_policy_that_is_attached() -> None:
    role = resource("aws_iam_role", '  name = "r"', "r")
    attachment = resource(
        "aws_iam_role_policy_attachment",
        "  role = aws_iam_role.r.name\n"
        '  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"',
    )
    assert told(role, role + attachment) == [
        "access aws_iam_role.r gets arn:aws:iam::aws:policy/AdministratorAccess"
    ]
    assert told("", role + attachment) == []


def test_a_boundary_that_goes() -> None:
    before = resource("aws_iam_role", '  name = "r"\n  permissions_boundary = "arn:x"')
    assert told(before, resource("aws_iam_role", '  name = "r"')) == [
        'access aws_iam_role.this permissions_boundary "arn:x" -> absent: '
        "nothing limits its policies"
    ]
