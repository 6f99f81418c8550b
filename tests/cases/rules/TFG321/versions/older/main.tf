terraform {
  required_providers {
    aws = "~> 3.0"
  }
}

resource "aws_something_of_3" "pass_unknown_version" {}
