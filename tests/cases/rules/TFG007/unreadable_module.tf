provider "aws" {
  region = "us-east-1"
}

module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "6.6.0"

  name = "payments"
  cidr = "10.0.0.0/16"
}

# The network comes from elsewhere; that does not accept the connection.
resource "aws_vpc_peering_connection" "fail_bare" { # expect: TFG007
  vpc_id        = module.vpc.vpc_id
  peer_vpc_id   = "vpc-0fedcba9876543210"
  peer_owner_id = "222222222222"
}

resource "aws_vpc_peering_connection" "pass_passed_on" {
  vpc_id        = module.vpc.vpc_id
  peer_vpc_id   = "vpc-0fedcba9876543210"
  peer_owner_id = "222222222222"
}

module "accepter" {
  source  = "example/peering-accepter/aws"
  version = "1.0.0"

  connection_id = aws_vpc_peering_connection.pass_passed_on.id
}
