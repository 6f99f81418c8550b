variable "days" {
  type    = number
  default = null
}

variable "unknown_days" {
  type = number
}

resource "aws_cloudwatch_log_group" "fail_absent" { # expect: TFG002
  name = "/a"
}

resource "aws_cloudwatch_log_group" "fail_zero" {
  name              = "/b"
  retention_in_days = 0 # expect: TFG002
}

resource "aws_cloudwatch_log_group" "fail_null" {
  name              = "/c"
  retention_in_days = null # expect: TFG002
}

resource "aws_cloudwatch_log_group" "fail_default_null" {
  name              = "/d"
  retention_in_days = var.days # expect: TFG002
}

resource "aws_cloudwatch_log_group" "fail_each" { # expect: TFG002
  for_each = toset(["one", "two"])

  name = "/e/${each.key}"
}

resource "aws_cloudwatch_log_group" "pass_days" {
  name              = "/f"
  retention_in_days = 30
}

resource "aws_cloudwatch_log_group" "pass_text" {
  name              = "/g"
  retention_in_days = "30"
}

resource "aws_cloudwatch_log_group" "pass_unknown" {
  name              = "/h"
  retention_in_days = var.unknown_days
}

resource "aws_cloudwatch_log_group" "pass_delivery" {
  name            = "/i"
  log_group_class = "DELIVERY"
}

resource "aws_cloudwatch_log_group" "pass_none" {
  count = 0

  name = "/j"
}

provider "aws" {
  region = "us-east-1"
}
