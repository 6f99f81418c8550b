resource "aws_vpc" "one" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc" "two" {
  cidr_block = "10.0.128.0/20"
}

resource "aws_vpc_peering_connection" "fail_overlap" {
  vpc_id      = aws_vpc.one.id
  peer_vpc_id = aws_vpc.two.id # expect: TFG007
  auto_accept = true
}

resource "aws_vpc" "three" {
  cidr_block = "10.1.0.0/16"
}

resource "aws_vpc_peering_connection" "pass_apart" {
  vpc_id      = aws_vpc.one.id
  peer_vpc_id = aws_vpc.three.id
  auto_accept = true
}
