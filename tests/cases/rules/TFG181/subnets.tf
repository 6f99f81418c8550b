variable "vpc_id" {
  type = string
}

variable "cidr" {
  type    = string
  default = "10.1.2.3/16" # expect: TFG181
}

locals {
  subnets = {
    "us-east-1a" = "10.0.0.0/24"
    "us-east-1b" = "10.0.1.0/24"
    "us-east-1c" = "10.0.0.128/25" # expect: TFG181
  }
}

resource "aws_vpc" "pass_vpc" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc_ipv4_cidr_block_association" "pass_more" {
  vpc_id     = aws_vpc.pass_vpc.id
  cidr_block = "10.5.0.0/20"
}

resource "aws_subnet" "fail_for_each" {
  for_each = local.subnets

  vpc_id            = aws_vpc.pass_vpc.id
  availability_zone = each.key
  cidr_block        = each.value
}

resource "aws_subnet" "pass_cut" {
  count = 4

  vpc_id     = aws_vpc.pass_vpc.id
  cidr_block = cidrsubnet(aws_vpc.pass_vpc.cidr_block, 8, 16 + count.index)
}

resource "aws_subnet" "pass_in_secondary" {
  vpc_id     = aws_vpc.pass_vpc.id
  cidr_block = "10.5.1.0/24"
}

resource "aws_subnet" "fail_outside" {
  vpc_id     = aws_vpc.pass_vpc.id
  cidr_block = "10.9.0.0/24" # expect: TFG181
}

resource "aws_subnet" "fail_half_outside" {
  vpc_id     = aws_vpc.pass_vpc.id
  cidr_block = "10.5.16.0/23" # expect: TFG181
}

resource "aws_subnet" "fail_too_small" {
  vpc_id     = aws_vpc.pass_vpc.id
  cidr_block = "10.0.64.0/29" # expect: TFG181
}

resource "aws_vpc" "fail_too_large" {
  cidr_block = "10.0.0.0/8" # expect: TFG181
}

resource "aws_vpc" "fail_host_bits" {
  cidr_block = var.cidr
}

resource "aws_vpc" "fail_no_block" {
  cidr_block = "10.2.0.0" # expect: TFG181
}

resource "aws_subnet" "fail_nonsense" {
  vpc_id     = "vpc-1"
  cidr_block = "10.3.0.300/24" # expect: TFG181
}

# The same unknown VPC.
resource "aws_subnet" "pass_unknown_vpc" {
  vpc_id     = var.vpc_id
  cidr_block = "10.7.0.0/24"
}

resource "aws_subnet" "fail_unknown_vpc" {
  vpc_id     = var.vpc_id
  cidr_block = "10.7.0.0/25" # expect: TFG181
}

# Another VPC may have the same blocks.
resource "aws_vpc" "pass_other" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "pass_other" {
  vpc_id            = aws_vpc.pass_other.id
  availability_zone = "us-east-1a"
  cidr_block        = "10.0.0.0/24"
}

resource "aws_subnet" "pass_same_zone" {
  vpc_id            = aws_vpc.pass_other.id
  availability_zone = "us-east-1a"
  cidr_block        = "10.0.1.0/24"
}

resource "aws_subnet" "pass_other_zone" {
  vpc_id            = aws_vpc.pass_other.id
  availability_zone = "us-east-1b"
  cidr_block        = "10.0.2.0/24"
}

resource "aws_db_subnet_group" "pass_zones" {
  subnet_ids = [aws_subnet.pass_other.id, aws_subnet.pass_other_zone.id]
}

resource "aws_db_subnet_group" "pass_unknown_zone" {
  subnet_ids = aws_subnet.pass_cut[*].id
}

resource "aws_db_subnet_group" "fail_one_zone" {
  subnet_ids = [aws_subnet.pass_other.id, aws_subnet.pass_same_zone.id] # expect: TFG181
}
