terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100.0, < 7.0.0"
    }
  }
}

resource "aws_vpc" "fail_new_argument" {
  cidr_block = "10.0.0.0/16"
  region     = "eu-west-1" # expect: TFG327
}

resource "aws_vpc" "pass_both" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_eip" "fail_old_argument" {
  vpc = true # expect: TFG327
}

resource "aws_lb" "fail_new_block" {
  health_check_logs { # expect: TFG327
    bucket = "logs"
  }
}

resource "aws_s3_bucket_abac" "fail_new_type" { # expect: TFG327
  bucket = "example"
}

resource "aws_simpledb_domain" "fail_old_type" { # expect: TFG327
  name = "example"
}

data "aws_region" "pass_current" {}

output "fail_read" {
  value = data.aws_region.pass_current.region # expect: TFG327
}

resource "aws_nat_gateway" "fail_required_in_5" { # expect: TFG327
  allocation_id = "eipalloc-1"
}

resource "aws_nat_gateway" "pass_required_in_5" {
  allocation_id = "eipalloc-1"
  subnet_id     = "subnet-1"
}
