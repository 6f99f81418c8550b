variable "pass_used" {
  type = string
}

variable "pass_in_template" {}

variable "pass_in_other_validation" {}

variable "pass_in_key" {}

variable "pass_in_depends_on" {}

variable "fail_unused" { # expect: TFG307
  description = "Of var.fail_unused."
}

variable "fail_own_validation" { # expect: TFG307
  validation {
    condition     = var.fail_own_validation != var.pass_in_other_validation
    error_message = "Wrong."
  }
}

locals {
  pass_used     = "${var.pass_in_template}-${var.pass_used}"
  fail_unused   = 1 # expect: TFG307
  fail_shadowed = 2 # expect: TFG307
  pass_for      = [for local in [{ fail_shadowed = 1 }] : local.fail_shadowed]
}

data "aws_region" "pass_used" {}

data "aws_region" "pass_in_check" {}

data "aws_region" "fail_unused" {} # expect: TFG307

data "aws_vpc" "fail_reads_itself" { # expect: TFG307
  tags = {
    Id = data.aws_vpc.fail_reads_itself.id
  }
}

data "aws_vpc" "pass_waits" {
  depends_on = [var.pass_in_depends_on]
}

data "aws_vpc" "pass_checks" {
  lifecycle {
    postcondition {
      condition     = self.id != ""
      error_message = "Wrong."
    }
  }
}

data "archive_file" "pass_writes" {
  type = "zip"
}

check "pass_check" {
  data "aws_vpc" "pass_scoped" {}

  assert {
    condition     = data.aws_region.pass_in_check.name != ""
    error_message = "Wrong."
  }
}

import {
  to = terraform_data.pass_resource[var.pass_in_key]
  id = "a"
}

resource "terraform_data" "pass_resource" {
  for_each = toset(["a"])
  input    = [local.pass_used, local.pass_for, data.aws_region.pass_used.name]
}
