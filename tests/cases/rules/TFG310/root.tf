provider "aws" {
  region = var.pass_default
}

variable "pass_default" {
  default = "eu-west-1"
}

variable "pass_null" {
  default = null
}

variable "fail_no_default" { # expect: TFG310
  type = string
}

variable "fail_empty" {} # expect: TFG310
