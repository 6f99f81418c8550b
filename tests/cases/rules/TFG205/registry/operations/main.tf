provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["444444444444"]
}

provider "aws" {
  alias               = "west"
  region              = "us-west-2"
  allowed_account_ids = ["444444444444"]
}

resource "aws_ecr_repository" "pass_api" {
  name = "example/api"
}

resource "aws_ecr_repository" "pass_west" {
  provider = aws.west

  name = "example/west"
}

data "aws_iam_policy_document" "fail_pull" {
  statement {
    actions = [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:GetDownloadUrlForLayer",
    ]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111111111111:root", "arn:aws:iam::333333333333:root"]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:PrincipalArn"
      values = [
        "arn:aws:iam::111111111111:role/dev-*-execution",
        "arn:aws:iam::111111111111:role/dev-worker", # expect: TFG205
        "arn:aws:iam::333333333333:role/prod-*",
        "arn:aws:iam::999999999999:role/a-stranger",
      ]
    }
  }
}

resource "aws_ecr_repository_policy" "fail_pull" {
  repository = aws_ecr_repository.pass_api.name
  policy     = data.aws_iam_policy_document.fail_pull.json
}
