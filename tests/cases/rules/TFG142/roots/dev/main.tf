provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["111111111111"]
}

resource "aws_s3_bucket" "pass_assets" {
  bucket = "fintech-assets"
}

resource "aws_iam_role" "pass_app" {
  name = "fintech-app"
}

resource "aws_sqs_queue" "pass_jobs" {
  name = "jobs"
}
