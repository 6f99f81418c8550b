terraform {
  backend "gcs" {
    bucket = "states"
  }
}

provider "aws" {
  region = "eu-west-1"
}

resource "aws_sqs_queue" "pass_queue" {}
