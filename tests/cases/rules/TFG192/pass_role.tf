resource "aws_iam_role_policy" "fail_any" {
  name = "any"
  role = "app"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["iam:PassRole"]
        Resource = "*" # expect: TFG192
      },
      {
        Effect   = "Allow"
        Action   = "iam:Pass*"
        Resource = "arn:aws:iam::111111111111:role/*" # expect: TFG192
      },
      {
        Effect   = "Allow"
        Action   = "iam:PassRole"
        Resource = ["arn:aws:iam::111111111111:role/app", "arn:aws:iam::*:role/*"] # expect: TFG192
      },
      {
        Effect      = "Allow"
        Action      = "iam:PassRole"
        NotResource = "arn:aws:iam::111111111111:role/admin" # expect: TFG192
      },
      {
        Effect    = "Allow"
        Action    = "iam:PassRole"
        Resource  = "*" # expect: TFG192
        Condition = { StringLike = { "iam:PassedToService" = "*.amazonaws.com" } }
      },
      {
        Effect    = "Allow"
        Action    = "iam:PassRole"
        Resource  = "*" # expect: TFG192
        Condition = { StringNotEquals = { "iam:PassedToService" = "ec2.amazonaws.com" } }
      },
      {
        Effect    = "Allow"
        Action    = "iam:PassRole"
        Resource  = "*" # expect: TFG192
        Condition = { Bool = { "aws:MultiFactorAuthPresent" = "true" } }
      },
    ]
  })
}

resource "aws_iam_policy" "fail_heredoc" {
  name   = "heredoc"
  policy = <<EOF
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [ "lambda:CreateFunction", "iam:PassRole" ],
      "Resource": "*"
    }
  ]
}
EOF
}
# expect-at: 58 TFG192

data "aws_caller_identity" "pass_current" {}

data "aws_iam_policy_document" "fail_document" {
  statement {
    sid       = "Pass"
    actions   = ["iam:PassRole"]
    resources = ["arn:aws:iam::${data.aws_caller_identity.pass_current.account_id}:role/*"] # expect: TFG192
  }
}

resource "aws_iam_policy" "fail_document" {
  name   = "document"
  policy = data.aws_iam_policy_document.fail_document.json
}

variable "fail_roles" {
  type    = list(string)
  default = ["*"] # expect: TFG192
}

data "aws_iam_policy_document" "fail_default" {
  statement {
    actions   = ["iam:PassRole"]
    resources = var.fail_roles
  }
}

resource "aws_iam_policy" "fail_default" {
  name   = "default"
  policy = data.aws_iam_policy_document.fail_default.json
}

variable "pass_prefix" {
  type = string
}

variable "pass_roles" {
  type = list(string)
}

resource "aws_iam_role_policy" "pass_some" {
  name = "some"
  role = "app"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "iam:PassRole"
        Resource = ["arn:aws:iam::111111111111:role/app-*", "arn:aws:iam::111111111111:role/service-role/*"]
      },
      {
        Effect   = "Allow"
        Action   = "iam:PassRole"
        Resource = "arn:aws:iam::111111111111:role/${var.pass_prefix}*"
      },
      {
        Effect   = "Allow"
        Action   = "iam:PassRole"
        Resource = var.pass_roles
      },
      {
        Effect    = "Allow"
        Action    = "iam:PassRole"
        Resource  = "*"
        Condition = { StringEquals = { "iam:PassedToService" = "ecs-tasks.amazonaws.com" } }
      },
      {
        Effect    = "Allow"
        Action    = "iam:PassRole"
        Resource  = "arn:aws:iam::111111111111:role/*"
        Condition = { StringLikeIfExists = { "iam:PassedToService" = ["ecs*.amazonaws.com"] } }
      },
      {
        Effect    = "Allow"
        Action    = "iam:PassRole"
        Resource  = "*"
        Condition = { StringEquals = { "iam:ResourceTag/team" = "app" } }
      },
      { Effect = "Deny", Action = "iam:PassRole", Resource = "*" },
      { Effect = "Allow", Action = "iam:GetRole", Resource = "*" },
    ]
  })
}
