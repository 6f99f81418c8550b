terraform {
  backend "s3" {}
}

module "pass_call" {
  source        = "./child"
  pass_required = var.fail_passed_on
}

variable "fail_passed_on" {} # expect: TFG310
