terraform {
  backend "s3" {
    bucket = "states"
    key    = "dev"
  }
}

resource "aws_sqs_queue" "pass_dev" {}
