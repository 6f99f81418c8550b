provider "aws" {
  region = "us-east-1"
}

resource "aws_vpc" "fail_one" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc_peering_connection" "fail_no_one_accepts" { # expect: TFG007
  vpc_id        = aws_vpc.fail_one.id
  peer_vpc_id   = "vpc-0fedcba9876543210"
  peer_owner_id = "222222222222"
}
