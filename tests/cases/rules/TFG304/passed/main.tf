terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "peer"
  region = "us-east-1"
}

module "pass_passed" {
  source = "./child"

  providers = {
    aws      = aws
    aws.peer = aws.peer
  }
}

module "fail_not_passed" { # expect: TFG304
  source = "./child"
}

module "fail_unknown" {
  source = "./child"

  providers = {
    aws.peer = aws.nope # expect: TFG304
  }
}

module "fail_twice" {
  source = "./child"

  providers = {
    aws.peer = aws.peer
    aws.peer = aws # expect: TFG304
  }
}

module "fail_other_provider" {
  source = "./child"

  providers = {
    aws.peer = aws.peer
    random   = aws # expect: TFG304
  }
}

module "pass_own" {
  source = "./own"
}

module "fail_own_passed" {
  source = "./own"

  providers = {
    aws = aws.peer # expect: TFG304
  }
}

module "fail_own_count" {
  source = "./own"
  count  = 2 # expect: TFG304
}

module "fail_below" {
  source     = "./between"
  depends_on = [module.pass_own] # expect: TFG304
}

module "pass_old" {
  source = "./old"

  providers = {
    aws.old = aws.peer
  }
}
