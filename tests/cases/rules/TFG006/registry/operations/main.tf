provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["444444444444"]
}

locals {
  pull = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
}

resource "aws_ecr_repository" "pass_api" {
  name = "team/api"
}

data "aws_iam_policy_document" "pass_api" {
  statement {
    actions = local.pull

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111111111111:root", "arn:aws:iam::222222222222:root"]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:PrincipalArn"
      values   = ["arn:aws:iam::*:role/*-execution"]
    }
  }
}

resource "aws_ecr_repository_policy" "pass_api" {
  repository = aws_ecr_repository.pass_api.name
  policy     = data.aws_iam_policy_document.pass_api.json
}

resource "aws_ecr_repository" "fail_without_policy" { # expect: TFG006
  name = "team/without"
}

resource "aws_ecr_repository" "fail_one_account" {
  name = "team/one"
}

resource "aws_ecr_repository_policy" "fail_one_account" {
  repository = aws_ecr_repository.fail_one_account.name
  policy = jsonencode({ # expect: TFG006
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = local.pull
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
    }]
  })
}

resource "aws_ecr_repository" "fail_condition" {
  name = "team/condition"
}

resource "aws_ecr_repository_policy" "fail_condition" {
  repository = "team/condition"
  policy = jsonencode({ # expect: TFG006
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = local.pull
      Principal = "*"
      Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::*:role/other-*" } }
    }]
  })
}

resource "aws_ecr_repository" "fail_actions" {
  name = "team/actions"
}

resource "aws_ecr_repository_policy" "fail_actions" {
  repository = aws_ecr_repository.fail_actions.id
  policy = jsonencode({ # expect: TFG006
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = ["ecr:BatchGetImage", "ecr:BatchCheckLayerAvailability"]
      Principal = { AWS = ["111111111111"] }
    }]
  })
}

resource "aws_ecr_repository" "pass_organisation" {
  name = "team/organisation"
}

resource "aws_ecr_repository_policy" "pass_organisation" {
  repository = aws_ecr_repository.pass_organisation.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "ecr:*"
      Principal = "*"
      Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-1234567890" } }
    }]
  })
}

resource "aws_ecr_repository" "fail_for_instances" {
  name = "team/instances"
}

resource "aws_ecr_repository_policy" "fail_for_instances" {
  repository = aws_ecr_repository.fail_for_instances.name
  policy = jsonencode({ # expect: TFG006
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "ecr:*"
      Principal = { AWS = "arn:aws:iam::333333333333:root" }
    }]
  })
}
