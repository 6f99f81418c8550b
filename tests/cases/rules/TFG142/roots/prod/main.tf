# An account of its own; buckets are unique in the world.
provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["333333333333"]
}

resource "aws_s3_bucket" "fail_assets" {
  bucket = "fintech-assets" # expect: TFG142
}

resource "aws_iam_role" "pass_app" {
  name = "fintech-app"
}

resource "aws_sqs_queue" "pass_jobs" {
  name = "jobs"
}
