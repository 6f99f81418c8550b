terraform {
  required_providers {
    aws = { # expect: TFG328
      source  = "hashicorp/aws"
      version = "~> 4.0"
    }
  }
}

resource "aws_vpc" "fail_version_without_schema" {
  anything = "goes"
}
