terraform {
  backend "s3" {
    region = "eu-west-1"
  }
}

resource "aws_sqs_queue" "pass_partial" {}
