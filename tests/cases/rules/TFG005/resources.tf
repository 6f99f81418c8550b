# Each resource brings its tags; those that do not are the exceptions.
provider "aws" {
  region = "us-east-1"
}

locals {
  tags = {
    Environment = "dev"
    Team        = "payments"
    CostCenter  = "CC-1"
  }
}

resource "aws_vpc" "pass_all" {
  cidr_block = "10.0.0.0/16"
  tags       = merge(local.tags, { Name = "main" })
}

resource "aws_subnet" "pass_each" {
  for_each = toset(["1", "2", "3"])

  vpc_id     = aws_vpc.pass_all.id
  cidr_block = "10.0.10${each.key}.0/24"
  tags       = local.tags
}

# What only Terraform could tell may be all of them.
resource "aws_subnet" "pass_unknown" {
  vpc_id     = aws_vpc.pass_all.id
  cidr_block = "10.0.9.0/24"
  tags       = var.tags
}

variable "tags" {
  type = map(string)
}

resource "aws_subnet" "fail_one" {
  vpc_id     = aws_vpc.pass_all.id
  cidr_block = "10.0.0.0/24"
  tags = { # expect: TFG005
    Environment = "dev"
    Team        = "payments"
    costcenter  = "CC-1"
  }
}

resource "aws_subnet" "fail_none" { # expect: TFG005
  for_each = toset(["a", "b"])

  vpc_id     = aws_vpc.pass_all.id
  cidr_block = "10.0.1.0/24"
}

resource "aws_subnet" "fail_null" {
  vpc_id     = aws_vpc.pass_all.id
  cidr_block = "10.0.2.0/24"
  tags       = merge(local.tags, { Team = null }) # expect: TFG005
}

resource "aws_subnet" "fail_empty" {
  vpc_id     = aws_vpc.pass_all.id
  cidr_block = "10.0.3.0/24"
  tags       = merge(local.tags, { Team = " " }) # expect: TFG005
}
