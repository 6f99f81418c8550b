terraform {
  backend "s3" {}
  required_providers {}
}

provider "aws" {}

provider "aws" {
  alias = "peer"
}

variable "pass_same_name" {}

locals {
  pass_same_name = 1
  fail_local     = 1
}

output "pass_same_name" {
  value = 1
}

module "pass_same_name" {
  source = "./x"
}

resource "terraform_data" "pass_same_name" {}

data "terraform_data" "pass_same_name" {}

resource "null_resource" "pass_same_name" {}

variable "fail_variable" {}

output "fail_output" {
  value = 1
}

module "fail_module" {
  source = "./x"
}

resource "terraform_data" "fail_resource" {}

data "aws_region" "fail_data" {}

ephemeral "aws_x" "fail_ephemeral" {}

check "fail_check" {
  assert {
    condition     = terraform_data.fail_resource.id != ""
    error_message = "Wrong."
  }
}

import {
  to = terraform_data.fail_resource
  id = "a"
}
