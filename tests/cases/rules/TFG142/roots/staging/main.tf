# Another root of dev's account, in another region.
provider "aws" {
  region = "us-west-2"

  assume_role {
    role_arn = "arn:aws:iam::111111111111:role/deploy"
  }
}

resource "aws_s3_bucket" "fail_assets" {
  bucket = "fintech-assets" # expect: TFG142
}

resource "aws_iam_role" "fail_app" {
  name = "fintech-app" # expect: TFG142
}

resource "aws_sqs_queue" "pass_jobs" {
  name = "jobs"
}
