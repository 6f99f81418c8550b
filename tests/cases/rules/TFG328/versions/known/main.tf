terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "= 5.3.0"
    }
  }
}

resource "aws_vpc" "pass_version_with_schema" {
  cidr_block = "10.0.0.0/16"
}

module "pass_call" {
  source = "../library"
}
