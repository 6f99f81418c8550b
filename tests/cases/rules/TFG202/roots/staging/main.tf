terraform {
  backend "s3" {
    bucket = "states"
    key    = "staging"
  }
}

resource "aws_sqs_queue" "pass_staging" {}
