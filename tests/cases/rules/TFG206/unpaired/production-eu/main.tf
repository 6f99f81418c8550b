provider "aws" {
  region = "eu-west-1"

  default_tags {
    tags = { Environment = "production" }
  }
}

resource "aws_sqs_queue" "pass_no_pair" {
  name = "other"
}
