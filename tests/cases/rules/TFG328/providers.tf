terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
    random = { # expect: TFG328
      source  = "hashicorp/random"
      version = "~> 3.0"
    }
    unused = {
      source = "example/unused"
    }
  }
}

resource "random_pet" "fail_first" {}

resource "random_pet" "pass_second_of_the_same" {}

resource "aws_vpc" "pass_aws" {
  cidr_block = "10.0.0.0/16"
}

resource "terraform_data" "pass_builtin" {}

data "tls_certificate" "fail_not_required_by_name" {} # expect: TFG328
