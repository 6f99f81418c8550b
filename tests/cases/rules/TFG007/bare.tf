provider "aws" {
  region = "us-east-1"
}

resource "aws_vpc_peering_connection" "fail_bare" { # expect: TFG007
  vpc_id        = "vpc-0123456789abcdef0"
  peer_vpc_id   = "vpc-0fedcba9876543210"
  peer_owner_id = "222222222222"
}

# Accepted, and nothing more.
resource "aws_vpc_peering_connection" "fail_accepted_only" { # expect: TFG007
  vpc_id      = "vpc-0123456789abcdef0"
  peer_vpc_id = "vpc-0aaaaaaaaaaaaaaaa"
  auto_accept = true
}

# There is no telling how many, and none would work.
variable "peers" {
  type = map(string)
}

resource "aws_vpc_peering_connection" "fail_for_each" { # expect: TFG007
  for_each = var.peers

  vpc_id      = "vpc-0123456789abcdef0"
  peer_vpc_id = each.value
}
