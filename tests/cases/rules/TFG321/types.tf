resource "aws_vpc" "pass_known" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpcc" "fail_misspelt" { # expect: TFG321
  cidr_block = "10.0.0.0/16"
}

resource "aws_caller_identity" "fail_is_a_data_source" {} # expect: TFG321

data "aws_caller_identity" "pass_data" {}

data "aws_caller_identiti" "fail_data" {} # expect: TFG321

data "aws_iam_role_policy_attachment" "fail_is_a_resource" {} # expect: TFG321

ephemeral "aws_secretsmanager_secret_version" "pass_ephemeral" {
  secret_id = "example"
}

ephemeral "aws_secretsmanager_secret" "fail_ephemeral" {} # expect: TFG321

# The provider says what a type belongs to, whatever the type is called.
provider "aws" {
  alias  = "pass_peer"
  region = "eu-west-1"
}

resource "aws_nothing" "fail_with_provider" { # expect: TFG321
  provider = aws.pass_peer
}

resource "thing_of_another_provider" "pass_no_schema" {
  colour = "blue"
}

resource "aws_thing" "pass_another_provider" {
  provider = awscc
}

resource "terraform_data" "pass_builtin" {
  input = 1
}

resource "terraform_dada" "fail_builtin" {} # expect: TFG321

data "terraform_remote_state" "pass_builtin" {
  backend = "s3"
}
