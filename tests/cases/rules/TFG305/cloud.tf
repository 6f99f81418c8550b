terraform {
  backend "s3" {}

  cloud {} # expect: TFG305
}

variable "pass_one" {}

variable "fail_one" {}

variable "fail_one" {} # expect: TFG305
