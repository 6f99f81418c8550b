terraform {
  backend "s3" {
    bucket = "states-of-others"
    key    = "dev"
  }
}

resource "aws_sqs_queue" "pass_other_bucket" {}
