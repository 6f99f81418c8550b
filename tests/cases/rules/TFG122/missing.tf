provider "aws" { # expect: TFG122
  region = "eu-west-1"
}

resource "aws_sqs_queue" "fail_queue" {}
