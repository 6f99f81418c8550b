provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["111111111111"]
}

data "aws_iam_policy_document" "fail_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::444444444444:root"]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:PrincipalArn"
      values = [
        "arn:aws:iam::444444444444:role/ci-d*", # expect: TFG204
      ]
    }
  }
}

# "ci-dev" matches the pattern; "auditor" does not.
resource "aws_iam_role" "fail_deploy" {
  name               = "deploy-dev"
  assume_role_policy = data.aws_iam_policy_document.fail_trust.json
}

resource "aws_iam_role" "fail_reader" {
  name = "reader"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::444444444444:root" }
      Condition = {
        ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::444444444444:role/nobody-*" } # expect: TFG204
      }
    }]
  })
}
