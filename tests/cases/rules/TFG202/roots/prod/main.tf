terraform {
  backend "s3" {
    bucket = "states"
    key    = "dev" # expect: TFG202
  }
}

resource "aws_sqs_queue" "fail_copied" {}
