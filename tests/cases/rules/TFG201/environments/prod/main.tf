provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["333333333333"]
}

locals {
  cidr = "10.0.240.0/20" # expect: TFG201
}

resource "aws_vpc" "fail_vpc" {
  cidr_block = local.cidr
}

resource "aws_vpc" "pass_other" {
  cidr_block = "10.2.0.0/16"
}

# Two of one environment are never compared.
resource "aws_vpc" "pass_same_environment" {
  cidr_block = "10.2.0.0/16"
}
