terraform {
  required_providers {
    aws = {
      source  = "registry.terraform.io/hashicorp/aws"
      version = ">= 5.30, != 5.31.0"
    }
  }
}

resource "aws_simpledb_domain" "pass_another_rule_warns" {
  name = "example"
}

resource "aws_nothing" "fail_in_neither" {} # expect: TFG321
