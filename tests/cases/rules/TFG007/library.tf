# A module that somebody calls: accepter and routes may be the caller's.
resource "aws_vpc_peering_connection" "pass_library" {
  vpc_id      = "vpc-0123456789abcdef0"
  peer_vpc_id = "vpc-0fedcba9876543210"
}

# What is there and wrong is wrong for every caller.
resource "aws_vpc_peering_connection" "fail_region" {
  vpc_id      = "vpc-0123456789abcdef0"
  peer_vpc_id = "vpc-0fedcba9876543210"
  peer_region = "eu-west-1"
  auto_accept = true # expect: TFG007
}
