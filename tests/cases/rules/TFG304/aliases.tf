terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.given]
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "virginia"
  region = "us-east-1"
}

resource "aws_vpc" "pass_alias" {
  provider = aws.virginia
}

resource "aws_vpc" "pass_given" {
  provider = aws.given
}

resource "aws_vpc" "pass_default" {
  provider = aws
}

resource "aws_vpc" "pass_implied" {
  provider = other
}

resource "aws_vpc" "fail_alias" {
  provider = aws.virgina # expect: TFG304
}

resource "aws_vpc" "fail_quoted" {
  provider = "aws.nope" # expect: TFG304
}

data "aws_region" "fail_data" {
  provider = other.virginia # expect: TFG304
}

module "fail_elsewhere" {
  source = "terraform-aws-modules/vpc/aws"

  providers = {
    aws = aws.nope # expect: TFG304
  }
}
