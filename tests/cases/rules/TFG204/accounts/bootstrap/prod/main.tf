provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["333333333333"]
}

resource "aws_iam_role" "fail_deploy" {
  name = "deploy-prod"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "sts:AssumeRole"
      Principal = {
        AWS = [
          "arn:aws:iam::444444444444:role/ci-prod",
          "arn:aws:iam::444444444444:role/ci-production", # expect: TFG204
          "arn:aws:iam::444444444444:role/forgotten",     # expect: TFG204
          "arn:aws:iam::444444444444:role/unknown",
        ]
      }
      Condition = { StringEquals = { "sts:ExternalId" = "prod-1" } }
    }]
  })
}
