terraform {
  backend "local" {} # expect: TFG305
  required_providers {} # expect: TFG305
}

provider "aws" {} # expect: TFG305

provider "aws" { # expect: TFG305
  alias = "peer"
}

provider "aws" {
  alias = "other"
}

variable "fail_variable" {} # expect: TFG305

locals {
  fail_local = 2 # expect: TFG305
}

output "fail_output" { # expect: TFG305
  value = 1
}

module "fail_module" { # expect: TFG305
  source = "./x"
}

resource "terraform_data" "fail_resource" {} # expect: TFG305

resource "terraform_data" "fail_resource" {} # expect: TFG305

data "aws_region" "fail_data" {} # expect: TFG305

ephemeral "aws_x" "fail_ephemeral" {} # expect: TFG305

check "fail_check" { # expect: TFG305
  data "aws_region" "fail_data" {} # expect: TFG305

  assert {
    condition     = terraform_data.fail_resource.id != ""
    error_message = "Wrong."
  }
}

import { # expect: TFG305
  to = terraform_data.fail_resource
  id = "b"
}

import {
  to = terraform_data.fail_resource[0]
  id = "b"
}
