provider "aws" {
  region = "eu-west-1"
}

resource "aws_sqs_queue" "pass_dev_may_differ" {
  name = "jobs"
}
