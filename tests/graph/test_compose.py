"""Which boxes and edges a program has."""

from __future__ import annotations

import pytest

from tests.graph.pictures import box, drawn, edges, shipped

PROVIDER = """
provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["111111111111"]
}
"""
NETWORK = """
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-east-1a"
}

resource "aws_subnet" "b" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.2.0/24"
  availability_zone = "us-east-1b"
}

resource "aws_security_group" "front" {
  vpc_id = aws_vpc.main.id
}

resource "aws_security_group" "back" {
  vpc_id = aws_vpc.main.id
}

resource "aws_lb" "front" {
  name            = "front"
  subnets         = [aws_subnet.a.id, aws_subnet.b.id]
  security_groups = [aws_security_group.front.id]
}

resource "aws_db_subnet_group" "back" {
  subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]
}

resource "aws_db_instance" "back" {
  identifier             = "back"
  engine                 = "postgres"
  db_subnet_group_name   = aws_db_subnet_group.back.name
  vpc_security_group_ids = [aws_security_group.back.id]
}
"""
OUT = """
resource "aws_vpc_security_group_egress_rule" "out" {
  security_group_id            = aws_security_group.front.id
  referenced_security_group_id = aws_security_group.back.id
  ip_protocol                  = "tcp"
  from_port                    = 5000
  to_port                      = 6000
}
"""
IN = """
resource "aws_security_group_rule" "in" {
  type                     = "ingress"
  security_group_id        = aws_security_group.back.id
  source_security_group_id = aws_security_group.front.id
  protocol                 = "tcp"
  from_port                = 5432
  to_port                  = 5500
}
"""


def test_the_environment_has_its_account_network_zones_and_subnets() -> None:
    account = box(shipped("prod"), "prod – account 333333333333")
    inside = {(one.kind, one.title, one.lines[:1]) for one in account.walk()}
    assert ("vpc", "VPC fintech-prod-vpc", ("10.2.0.0/16",)) in inside
    zones = [one for one in account.walk() if one.kind == "zone"]
    assert [(zone.title, [child.lines[0] for child in zone.children]) for zone in zones] == [
        ("us-east-1a", ["10.2.0.0/24", "10.2.16.0/20", "10.2.200.0/24"]),
        ("us-east-1b", ["10.2.1.0/24", "10.2.32.0/20", "10.2.201.0/24"]),
        ("us-east-1c", ["10.2.2.0/24", "10.2.48.0/20", "10.2.202.0/24"]),
    ]
    assert box(shipped("prod"), "fintech-prod-postgres").lines == (
        "PostgreSQL 16",
        "db.r6g.large",
        "100 GB, at most 500 GB",
        "standby in another zone",
    )


def test_the_environment_has_exactly_these_edges() -> None:
    deploy = "fintech-deploy-dev"
    assert edges(shipped("dev")) == {
        ("flow", "Internet", "fintech-dev-alb", "80, 443"),
        ("flow", "fintech-dev-alb", "fintech-dev-api", "8080"),
        ("flow", "fintech-dev-api", "fintech-dev-postgres", "5432"),
        ("flow", "fintech-dev-worker", "fintech-dev-postgres", "5432"),
        ("flow", "fintech-dev-api", "Internet", "443"),
        ("flow", "fintech-dev-worker", "Internet", "443"),
        ("image", "fintech/api", "fintech-dev-api", ""),
        ("image", "fintech/worker", "fintech-dev-worker", ""),
        ("assume", "fintech-ci-dev", deploy, ""),
        ("assume", "fintech-ci-peering", deploy, ""),
        ("peering", "VPC fintech-dev-vpc", "VPC fintech-staging-vpc", "8080"),
        ("peering", "VPC fintech-dev-vpc", "VPC fintech-prod-vpc", "8080"),
    }


def test_of_others_only_what_is_joined_is_shown() -> None:
    staging = box(shipped("dev"), "staging – account 222222222222")
    assert [one.title for one in staging.walk()][1:] == ["VPC fintech-staging-vpc"]


def test_all_environments_are_an_overview() -> None:
    kinds = {one.kind for one in shipped("").boxes()}
    assert "zone" not in kinds
    assert {"account", "vpc", "balancer", "compute", "database", "role", "registry"} <= kinds
    assert {one.kind for one in shipped("", full=True).boxes()} >= {"zone", "subnet"}


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (OUT + IN, {("flow", "front", "back", "5432")}),
        (OUT, set()),
        (IN, set()),
        (OUT + IN.replace("5432", "5433"), set()),
        (OUT + IN.replace('"tcp"', '"udp"'), set()),
    ],
    ids=["both", "only out", "only in", "a port nobody listens on", "another protocol"],
)
def test_a_flow_needs_both_sides_and_a_port_that_is_listened_on(
    rules: str, expected: set[tuple[str, str, str, str]]
) -> None:
    assert edges(drawn(PROVIDER + NETWORK + rules)) == expected


def test_ranges_are_the_internet_or_others_outside() -> None:
    rules = """
resource "aws_vpc_security_group_ingress_rule" "web" {
  for_each          = toset(["0.0.0.0/0", "198.51.100.0/24", "10.0.2.0/24"])
  security_group_id = aws_security_group.front.id
  cidr_ipv4         = each.key
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}
"""
    assert edges(drawn(PROVIDER + NETWORK + rules)) == {
        ("flow", "Internet", "front", "443"),
        ("flow", "198.51.100.0/24", "front", "443"),
    }
    private = NETWORK.replace('"front"\n  subnets', '"front"\n  internal = true\n  subnets')
    assert edges(drawn(PROVIDER + private + rules)) == {("flow", "198.51.100.0/24", "front", "443")}


def test_things_stand_at_the_height_of_their_subnets() -> None:
    found = drawn(PROVIDER + NETWORK)
    # Both subnets are used by one load balancer, and so are of one tier.
    assert {one.tier for one in found.boxes() if one.kind in ("subnet", "balancer")} == {0}


ROLE = """
resource "aws_iam_role" "deploy" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = %s } }]
  })
}
"""
CALLER = """
provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["444444444444"]
}

resource "aws_iam_role" "ci" {
  name = "ci"
  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
  inline_policy {
    name = "deploy"
    policy = jsonencode({
      Statement = [{ Effect = "Allow", Action = %s, Resource = "arn:aws:iam::111111111111:role/deploy" }]
    })
  }
}
"""  # noqa: E501


@pytest.mark.parametrize(
    ("principal", "action", "expected"),
    [
        ('"arn:aws:iam::444444444444:role/ci"', '"sts:AssumeRole"', True),
        ('"arn:aws:iam::444444444444:root"', '"sts:*"', True),
        ('"arn:aws:iam::444444444444:role/other"', '"sts:AssumeRole"', False),
        ('"arn:aws:iam::444444444444:role/ci"', '"s3:GetObject"', False),
    ],
)
def test_who_may_assume_needs_both_policies(principal: str, action: str, expected: bool) -> None:
    found = drawn(PROVIDER + ROLE % principal, CALLER % action)
    assert (("assume", "ci", "deploy", "") in edges(found)) is expected


def test_a_caller_that_is_not_there_is_said_in_words() -> None:
    found = drawn(PROVIDER + ROLE % '"arn:aws:iam::444444444444:role/ci"')
    assert box(found, "deploy").lines == ("for ci of 444444444444",)
    assert box(drawn(PROVIDER + ROLE % '"*"'), "deploy").lines == ("for everyone",)


def test_a_peer_that_nobody_declares_stands_outside() -> None:
    peering = """
resource "aws_vpc_peering_connection" "other" {
  vpc_id        = aws_vpc.main.id
  peer_vpc_id   = "vpc-0abc"
  peer_owner_id = "222222222222"
}
"""
    found = drawn(PROVIDER + NETWORK + peering)
    assert ("peering", "VPC aws_vpc.main", "vpc-0abc", "") in edges(found)
    assert box(found, "vpc-0abc").lines == ("account 222222222222",)


def test_a_network_that_is_looked_up_is_the_one_that_is_declared() -> None:
    lookup = """
provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["111111111111"]
}

data "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc_peering_connection" "other" {
  vpc_id      = data.aws_vpc.main.id
  peer_vpc_id = "vpc-0abc"
}
"""
    found = drawn(PROVIDER + NETWORK, lookup)
    assert [one.title for one in found.boxes() if one.kind == "vpc"] == ["VPC aws_vpc.main"]


def test_what_cannot_be_known_is_said_and_never_fails() -> None:
    found = drawn(
        """
variable "zones" {}
variable "cidr" {}

resource "aws_vpc" "main" {
  cidr_block = var.cidr
}

resource "aws_subnet" "some" {
  count             = length(var.zones)
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(var.cidr, 4, count.index)
  availability_zone = var.zones[count.index]
}

resource "aws_instance" "some" {
  for_each = toset(var.zones)
}
"""
    )
    assert box(found, "some").lines == ("range not known", "how many cannot be told")
    assert box(found, "zone not known").kind == "zone"
    assert box(found, "aws_instance.some[?]").lines == ("server", "how many cannot be told")
    assert box(found, "one").kind == "account"


def test_ids_are_unique_and_every_edge_joins_two_boxes() -> None:
    for name in ("", "dev", "peering"):
        names = [one.name for one in shipped(name).boxes()]
        assert len(names) == len(set(names))
        assert all({edge.source, edge.target} <= set(names) for edge in shipped(name).edges)
