# Who may take a role: people, accounts, pipelines, service accounts.

resource "aws_iam_role" "fail_everybody" {
  name = "everybody"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = "*" },           # expect: TFG114
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "*" } }, # expect: TFG114
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = ["*"] } # expect: TFG114
        Condition = { StringEquals = { "sts:ExternalId" = "shared" } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = ["*"] } # expect: TFG114
        Condition = { StringLike = { "aws:PrincipalArn" = "*" } }
      },
      {
        Effect       = "Allow"
        Action       = "sts:AssumeRole"
        NotPrincipal = { AWS = "arn:aws:iam::222222222222:root" } # expect: TFG114
      },
    ]
  })
}

resource "aws_iam_role" "fail_heredoc" {
  name               = "heredoc"
  assume_role_policy = <<-EOF
    {
      "Version": "2012-10-17",
      "Statement": {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": { "AWS": "*" }
      }
    }
  EOF
}
# expect-at: 39 TFG114

resource "aws_iam_role" "pass_limited" {
  name = "limited"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "*" }
        Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-1234567890" } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "*" }
        Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::111111111111:role/app-*" } }
      },
      { Effect = "Deny", Action = "sts:AssumeRole", Principal = "*" },
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } },
    ]
  })
}

# GitHub

resource "aws_iam_openid_connect_provider" "pass_github" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

data "aws_iam_policy_document" "fail_no_subject" {
  statement { # expect: TFG114
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.pass_github.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:aud"
      values   = ["sts.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "fail_no_subject" {
  assume_role_policy = data.aws_iam_policy_document.fail_no_subject.json
}

data "aws_iam_policy_document" "fail_no_audience" {
  statement { # expect: TFG114
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = ["arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"]
    }

    condition {
      test     = "StringLike"
      variable = "token.actions.githubusercontent.com:sub"
      values   = ["repo:example/app:*"]
    }
  }
}

resource "aws_iam_role" "fail_no_audience" {
  assume_role_policy = data.aws_iam_policy_document.fail_no_audience.json
}

resource "aws_iam_role" "fail_nothing" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { # expect: TFG114 TFG114
        Effect    = "Allow"
        Action    = "sts:AssumeRoleWithWebIdentity"
        Principal = { Federated = aws_iam_openid_connect_provider.pass_github.arn }
      },
    ]
  })
}

variable "github" {
  type    = string
  default = "token.actions.githubusercontent.com"
}

data "aws_iam_policy_document" "fail_subjects" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.pass_github.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${var.github}:aud"
      values   = ["sts.amazonaws.com"]
    }

    condition {
      test     = "StringLike"
      variable = "${var.github}:sub"
      values = [
        "*",                             # expect: TFG114
        "repo:*",                        # expect: TFG114
        "repo:example/*",                # expect: TFG114
        "repo:example/*:ref:refs/heads/main", # expect: TFG114
        "repo:example*/app:environment:prod", # expect: TFG114
        "repo:example/app:*",
        "repo:example/app-*:environment:prod",
        "repo:example/app:environment:prod",
      ]
    }
  }

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.pass_github.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${var.github}:aud"
      values   = ["sts.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "${var.github}:sub"
      values   = ["repo:example/app:*"] # expect: TFG114
    }
  }
}

resource "aws_iam_role" "fail_subjects" {
  assume_role_policy = data.aws_iam_policy_document.fail_subjects.json
}

data "aws_iam_policy_document" "pass_subject" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.pass_github.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:aud"
      values   = ["sts.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:sub"
      values   = ["repo:example/app:environment:prod", var.pass_subject]
    }
  }
}

variable "pass_subject" {
  type = string
}

variable "pass_claim" {
  type = string
}

resource "aws_iam_role" "pass_subject" {
  assume_role_policy = data.aws_iam_policy_document.pass_subject.json
}

resource "aws_iam_role" "pass_unknown_claim" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = aws_iam_openid_connect_provider.pass_github.arn }
      Condition = { StringEquals = { (var.pass_claim) = "x" } }
    }]
  })
}

# EKS and others

resource "aws_iam_role" "fail_cluster" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { # expect: TFG114
        Effect = "Allow"
        Action = "sts:AssumeRoleWithWebIdentity"
        Principal = {
          Federated = "arn:aws:iam::111111111111:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/AB12"
        }
        Condition = {
          StringEquals = { "oidc.eks.us-east-1.amazonaws.com/id/AB12:aud" = "sts.amazonaws.com" }
        }
      },
      { # expect: TFG114
        Effect    = "Allow"
        Action    = "sts:AssumeRoleWithWebIdentity"
        Principal = { Federated = "arn:aws:iam::111111111111:oidc-provider/gitlab.com" }
      },
    ]
  })
}

resource "aws_iam_role" "pass_cluster" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Action = "sts:AssumeRoleWithWebIdentity"
        Principal = {
          Federated = "arn:aws:iam::111111111111:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/AB12"
        }
        Condition = {
          StringEquals = {
            "oidc.eks.us-east-1.amazonaws.com/id/AB12:sub" = "system:serviceaccount:app:api"
          }
        }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRoleWithWebIdentity"
        Principal = { Federated = "arn:aws:iam::111111111111:oidc-provider/gitlab.com" }
        Condition = { StringEquals = { "gitlab.com:sub" = "project_path:example/app" } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRoleWithSAML"
        Principal = { Federated = "arn:aws:iam::111111111111:saml-provider/people" }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRoleWithWebIdentity"
        Principal = { Federated = var.pass_subject }
      },
    ]
  })
}
