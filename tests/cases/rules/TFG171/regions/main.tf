provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111111111111"]
}

provider "aws" {
  alias  = "far"
  region = "us-east-1"
}

resource "aws_s3_bucket" "fail_far" {
  provider = aws.far
  bucket   = "far"
}

resource "aws_s3_bucket_policy" "fail_far" {
  provider = aws.far
  bucket   = aws_s3_bucket.fail_far.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:PutObject", Resource = "*" }]
  })
}

resource "aws_lb" "fail_far" {
  access_logs {
    bucket  = aws_s3_bucket_policy.fail_far.bucket # expect: TFG171
    enabled = true
  }
}

resource "aws_lb" "pass_far" {
  provider = aws.far

  access_logs {
    bucket  = aws_s3_bucket_policy.fail_far.bucket
    enabled = true
  }
}

resource "aws_s3_bucket" "fail_account" {
  bucket = "fail-account"
}

resource "aws_s3_bucket_policy" "fail_account" {
  bucket = aws_s3_bucket.fail_account.id
  policy = jsonencode({ # expect: TFG171
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "logdelivery.elasticloadbalancing.amazonaws.com" }
      Action    = "s3:PutObject"
      Resource  = "${aws_s3_bucket.fail_account.arn}/AWSLogs/222222222222/*"
    }]
  })
}

resource "aws_lb" "fail_account" {
  access_logs {
    bucket  = aws_s3_bucket_policy.fail_account.bucket
    enabled = true
  }
}
