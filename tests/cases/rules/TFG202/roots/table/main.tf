terraform {
  backend "s3" {
    bucket               = "states"
    key                  = "dev"
    workspace_key_prefix = "table"
  }
}

resource "aws_sqs_queue" "pass_prefix" {}
