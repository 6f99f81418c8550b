provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["111111111111"]
}

resource "aws_iam_role" "fail_stranger" {
  name = "stranger"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::999999999999:root" } # expect: TFG114
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "888888888888" } # expect: TFG114
      },
    ]
  })
}

resource "aws_iam_role" "pass_known" {
  name = "known"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = ["arn:aws:iam::111111111111:root", "arn:aws:iam::444444444444:root"] }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::999999999999:role/scanner" }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::999999999999:root" }
        Condition = { StringEquals = { "sts:ExternalId" = "example" } }
      },
    ]
  })
}
