data "aws_iam_policy_document" "pass_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::444444444444:role/ci"]
    }
  }
}

# Gives rights without a boundary.

resource "aws_iam_role" "fail_maker" {
  name               = "maker"
  assume_role_policy = data.aws_iam_policy_document.pass_trust.json
}

resource "aws_iam_role_policy" "fail_maker" {
  role = aws_iam_role.fail_maker.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Action = [
          "iam:GetRole",
          "iam:CreateRole", # expect: TFG193
          "iam:PutRolePolicy",
        ]
        Resource = "arn:aws:iam::111111111111:role/app-*"
      },
      {
        Effect    = "Allow"
        Action    = "iam:AttachRolePolicy" # expect: TFG193
        Resource  = "arn:aws:iam::111111111111:role/app-*"
        Condition = { StringLike = { "iam:PolicyARN" = "*" } }
      },
      {
        Effect    = "Allow"
        Action    = "iam:Put*" # expect: TFG193
        Resource  = "arn:aws:iam::111111111111:role/app-*"
        Condition = { StringEqualsIfExists = { "iam:PermissionsBoundary" = "x" } }
      },
    ]
  })
}

# Changes itself.

resource "aws_iam_role" "fail_itself" {
  name = "deploy"

  assume_role_policy = data.aws_iam_policy_document.pass_trust.json
}

resource "aws_iam_policy" "fail_itself" {
  name   = "deploy-policy"
  policy = data.aws_iam_policy_document.fail_itself.json
}

data "aws_iam_policy_document" "fail_itself" {
  statement {
    actions   = ["iam:UpdateAssumeRolePolicy"] # expect: TFG193
    resources = ["arn:aws:iam::*:role/dep*"]
  }

  statement {
    actions   = ["iam:DeleteRolePermissionsBoundary"] # expect: TFG193
    resources = ["arn:aws:iam::*:role/*"]
  }

  statement {
    actions   = ["iam:UpdateAssumeRolePolicy"] # expect: TFG193
    resources = [aws_iam_role.fail_itself.arn]
  }

  statement {
    actions   = ["iam:CreatePolicyVersion"] # expect: TFG193
    resources = ["arn:aws:iam::*:policy/*"]
  }

  statement {
    actions   = ["iam:SetDefaultPolicyVersion"]
    resources = ["arn:aws:iam::*:policy/other-*"]
  }
}

resource "aws_iam_role_policy_attachment" "fail_itself" {
  role       = aws_iam_role.fail_itself.name
  policy_arn = aws_iam_policy.fail_itself.arn
}

# Keeps within its bounds.

resource "aws_iam_role" "pass_bounded" {
  name               = "bounded"
  assume_role_policy = data.aws_iam_policy_document.pass_trust.json

  inline_policy {
    name = "roles"
    policy = jsonencode({
      Version = "2012-10-17"
      Statement = [
        {
          Effect   = "Allow"
          Action   = ["iam:CreateRole", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary"]
          Resource = "arn:aws:iam::111111111111:role/*"
          Condition = {
            StringEquals = { "iam:PermissionsBoundary" = "arn:aws:iam::111111111111:policy/limit" }
          }
        },
        {
          Effect   = "Allow"
          Action   = ["iam:UpdateAssumeRolePolicy", "iam:DeleteRole"]
          Resource = "arn:aws:iam::111111111111:role/app-*"
        },
        {
          Effect    = "Allow"
          Action    = "iam:AttachRolePolicy"
          Resource  = "arn:aws:iam::111111111111:role/app-*"
          Condition = { ArnEquals = { "iam:PolicyARN" = "arn:aws:iam::aws:policy/ReadOnlyAccess" } }
        },
      ]
    })
  }
}

resource "aws_iam_role" "pass_denied" {
  name               = "denied"
  assume_role_policy = data.aws_iam_policy_document.pass_trust.json

  inline_policy {
    name = "roles"
    policy = jsonencode({
      Version = "2012-10-17"
      Statement = [
        { Effect = "Allow", Action = "iam:UpdateAssumeRolePolicy", Resource = "*" },
        { Effect = "Deny", Action = "iam:Update*", Resource = "arn:aws:iam::*:role/denied" },
      ]
    })
  }
}

# Told by another rule.

resource "aws_iam_role" "pass_administrator" {
  name                = "administrator"
  assume_role_policy  = data.aws_iam_policy_document.pass_trust.json
  managed_policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess"]

  inline_policy {
    name = "roles"
    policy = jsonencode({
      Version   = "2012-10-17"
      Statement = [{ Effect = "Allow", Action = "iam:CreateRole", Resource = "*" }]
    })
  }
}

resource "aws_iam_role" "pass_everything" {
  name               = "everything"
  assume_role_policy = data.aws_iam_policy_document.pass_trust.json

  inline_policy {
    name = "roles"
    policy = jsonencode({
      Version   = "2012-10-17"
      Statement = [{ Effect = "Allow", Action = ["iam:*", "iam:CreateRole"], Resource = "*" }]
    })
  }
}

variable "pass_arns" {
  type = list(string)
}

resource "aws_iam_role" "pass_unknown" {
  name               = "unknown"
  assume_role_policy = data.aws_iam_policy_document.pass_trust.json

  inline_policy {
    name = "roles"
    policy = jsonencode({
      Version   = "2012-10-17"
      Statement = [{ Effect = "Allow", Action = "iam:UpdateAssumeRolePolicy", Resource = var.pass_arns }]
    })
  }
}
