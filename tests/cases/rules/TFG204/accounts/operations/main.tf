# The roles of the pipelines.

provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["444444444444"]
}

locals {
  environments = { dev = "111111111111", prod = "333333333333" }
}

data "aws_iam_policy_document" "pass_trust" {
  for_each = local.environments

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = ["arn:aws:iam::444444444444:oidc-provider/token.actions.githubusercontent.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:sub"
      values   = ["repo:example/app:environment:${each.key}"]
    }
  }
}

resource "aws_iam_role" "pass_ci" {
  for_each = local.environments

  name               = "ci-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.pass_trust[each.key].json
}

data "aws_iam_policy_document" "pass_ci" {
  for_each = local.environments

  statement {
    actions   = ["sts:AssumeRole"]
    resources = ["arn:aws:iam::${each.value}:role/deploy-${each.key}"]
  }
}

resource "aws_iam_role_policy" "pass_ci" {
  for_each = local.environments

  role   = aws_iam_role.pass_ci[each.key].id
  policy = data.aws_iam_policy_document.pass_ci[each.key].json
}

# Allowed to assume a role that does not trust it, one that does not exist, and one by a pattern.
resource "aws_iam_role" "fail_auditor" {
  name               = "auditor"
  assume_role_policy = data.aws_iam_policy_document.pass_trust["prod"].json
}

resource "aws_iam_role_policy" "fail_auditor" {
  role = aws_iam_role.fail_auditor.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "sts:AssumeRole"
      Resource = [
        "arn:aws:iam::111111111111:role/deploy-dev",
        "arn:aws:iam::333333333333:role/deploy-production", # expect: TFG204
        "arn:aws:iam::333333333333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123",
        "arn:aws:iam::333333333333:role/OrganizationAccountAccessRole",
        "arn:aws:iam::999999999999:role/of-a-stranger",
        "arn:aws:iam::*:role/reader",
      ]
    }]
  })
}

# Trusted by prod's role, and not allowed to assume it.
resource "aws_iam_role" "fail_forgotten" {
  name               = "forgotten"
  assume_role_policy = data.aws_iam_policy_document.pass_trust["prod"].json
}

resource "aws_iam_role_policy" "fail_forgotten" {
  role = aws_iam_role.fail_forgotten.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:ListBucket", Resource = "arn:aws:s3:::reports" }]
  })
}

# What else it may do is not known.
resource "aws_iam_role" "pass_unknown" {
  name               = "unknown"
  assume_role_policy = data.aws_iam_policy_document.pass_trust["prod"].json
}

resource "aws_iam_role_policy_attachment" "pass_unknown" {
  role       = aws_iam_role.pass_unknown.name
  policy_arn = "arn:aws:iam::444444444444:policy/declared-elsewhere"
}
