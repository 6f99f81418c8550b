terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.1"
    }
  }
}

resource "aws_vpc" "pass_new_argument" {
  cidr_block = "10.0.0.0/16"
  region     = "eu-west-1"
}

resource "aws_vpc" "pass_both" {
  cidr_block = "10.0.0.0/16"
}

