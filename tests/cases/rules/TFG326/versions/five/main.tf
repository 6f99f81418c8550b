terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}

data "aws_region" "pass_current" {}

output "fail_new_in_6" {
  value = data.aws_region.pass_current.region # expect: TFG326
}
