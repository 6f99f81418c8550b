provider "aws" {
  region = "us-east-1"
}

data "aws_vpc" "own" {
  cidr_block = "10.0.0.0/16"
}

# The other side is in a root of its own.
resource "aws_vpc_peering_connection" "pass_split" {
  vpc_id        = data.aws_vpc.own.id
  peer_vpc_id   = "vpc-0fedcba9876543210"
  peer_owner_id = "222222222222"
}

resource "aws_vpc_peering_connection_options" "pass_split" {
  vpc_peering_connection_id = aws_vpc_peering_connection.pass_split.id

  requester {
    allow_remote_vpc_dns_resolution = true
  }
}

resource "aws_route" "pass_split" {
  route_table_id            = "rtb-1"
  destination_cidr_block    = "10.1.0.0/16"
  vpc_peering_connection_id = aws_vpc_peering_connection.pass_split.id
}

resource "aws_vpc_security_group_egress_rule" "pass_split" {
  security_group_id = "sg-1"
  cidr_ipv4         = "10.1.0.0/16"
  ip_protocol       = "tcp"
  from_port         = 5432
  to_port           = 5432
}
