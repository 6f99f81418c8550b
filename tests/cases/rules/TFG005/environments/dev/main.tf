provider "aws" {
  region = "us-east-1"

  default_tags {
    tags = {
      Environment = "production" # expect: TFG005
      Team        = "payments"
      CostCenter  = "" # expect: TFG005
    }
  }
}

resource "aws_vpc" "pass_this" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc" "pass_own" {
  cidr_block = "10.1.0.0/16"
  tags       = { Environment = "development" }
}

resource "aws_vpc" "fail_own" {
  cidr_block = "10.2.0.0/16"
  tags       = { Environment = "staging" } # expect: TFG005
}
