provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["111111111111"]
}

provider "aws" {
  alias               = "peer"
  region              = "eu-west-1"
  allowed_account_ids = ["222222222222"]
}

data "aws_vpc" "own" {
  cidr_block = "10.0.0.0/16"
}

data "aws_vpc" "peer" {
  provider   = aws.peer
  cidr_block = "10.1.0.0/16"
}

data "aws_route_tables" "own" {
  vpc_id = data.aws_vpc.own.id
}

data "aws_route_tables" "peer" {
  provider = aws.peer
  vpc_id   = data.aws_vpc.peer.id
}

resource "aws_vpc_peering_connection" "pass_all" {
  vpc_id        = data.aws_vpc.own.id
  peer_vpc_id   = data.aws_vpc.peer.id
  peer_owner_id = "222222222222"
  peer_region   = "eu-west-1"
}

resource "aws_vpc_peering_connection_accepter" "pass_all" {
  provider                  = aws.peer
  vpc_peering_connection_id = aws_vpc_peering_connection.pass_all.id
  auto_accept               = true
}

resource "aws_vpc_peering_connection_options" "pass_requester" {
  vpc_peering_connection_id = aws_vpc_peering_connection.pass_all.id

  requester {
    allow_remote_vpc_dns_resolution = true
  }

  depends_on = [aws_vpc_peering_connection_accepter.pass_all]
}

resource "aws_vpc_peering_connection_options" "pass_accepter" {
  provider                  = aws.peer
  vpc_peering_connection_id = aws_vpc_peering_connection_accepter.pass_all.id

  accepter {
    allow_remote_vpc_dns_resolution = true
  }
}

resource "aws_route" "pass_own" {
  for_each = toset(data.aws_route_tables.own.ids)

  route_table_id            = each.value
  destination_cidr_block    = data.aws_vpc.peer.cidr_block
  vpc_peering_connection_id = aws_vpc_peering_connection.pass_all.id
}

resource "aws_route" "pass_peer" {
  for_each = toset(data.aws_route_tables.peer.ids)
  provider = aws.peer

  route_table_id            = each.value
  destination_cidr_block    = data.aws_vpc.own.cidr_block
  vpc_peering_connection_id = aws_vpc_peering_connection.pass_all.id
}

resource "aws_security_group_rule" "pass_out" {
  type              = "egress"
  security_group_id = "sg-0123456789abcdef0"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["10.1.0.0/16"]
}

resource "aws_security_group_rule" "pass_in" {
  provider          = aws.peer
  type              = "ingress"
  security_group_id = "sg-0fedcba9876543210"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["10.0.0.0/16"]
}

# Across accounts nobody but the other side can accept.
resource "aws_vpc_peering_connection" "fail_auto_accept" { # expect: TFG007
  vpc_id        = data.aws_vpc.own.id
  peer_vpc_id   = data.aws_vpc.peer.id
  peer_owner_id = "222222222222"
  auto_accept   = true # expect: TFG007
}

# Everything is there, and all of it is on the wrong side or too early.
resource "aws_vpc_peering_connection" "fail_sides" { # expect: TFG007 TFG007 TFG007
  vpc_id      = data.aws_vpc.own.id
  peer_vpc_id = data.aws_vpc.peer.id
}

resource "aws_vpc_peering_connection_accepter" "fail_pending" { # expect: TFG007
  provider                  = aws.peer
  vpc_peering_connection_id = aws_vpc_peering_connection.fail_sides.id
}

resource "aws_vpc_peering_connection" "fail_options" { # expect: TFG007
  vpc_id        = data.aws_vpc.own.id
  peer_vpc_id   = data.aws_vpc.peer.id
  peer_owner_id = "222222222222"
  peer_region   = "eu-west-1"
}

resource "aws_vpc_peering_connection_accepter" "fail_options" {
  provider                  = aws.peer
  vpc_peering_connection_id = aws_vpc_peering_connection.fail_options.id
  auto_accept               = true
}

resource "aws_vpc_peering_connection_options" "fail_early_and_wrong_side" {
  vpc_peering_connection_id = aws_vpc_peering_connection.fail_options.id # expect: TFG007

  requester {
    allow_remote_vpc_dns_resolution = true
  }

  accepter { # expect: TFG007
    allow_remote_vpc_dns_resolution = true
  }
}
