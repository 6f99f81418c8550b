# Actions: what is too wide, in every way a policy can be written.

resource "aws_iam_role" "pass_app" {
  name = "app"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "fail_everything" {
  name = "everything"
  role = aws_iam_role.pass_app.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = {
      Effect   = "Allow"
      Action   = "*" # expect: TFG004
      Resource = "*"
    }
  })
}

resource "aws_iam_role_policy" "fail_services" {
  name = "services"
  role = aws_iam_role.pass_app.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid    = "Services"
      Effect = "Allow"
      Action = [
        "ec2:*", # expect: TFG004
        "iam:*", # expect: TFG004
        "*:*",   # expect: TFG004
        "s*:*",  # expect: TFG004
        "*:Get*", # expect: TFG004
        "S3:*",  # expect: TFG004
        "s3:Get*",
      ]
      Resource = "arn:aws:s3:::app-assets/*"
    }]
  })
}

resource "aws_iam_policy" "fail_heredoc" {
  name   = "heredoc"
  policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Allow",
          "Action": ["s3:GetObject", "dynamodb:*"],
          "Resource": "arn:aws:dynamodb:us-east-1:111111111111:table/app"
        }
      ]
    }
  JSON
}
# expect-at: 58 TFG004

resource "aws_iam_policy" "fail_text" {
  name   = "text"
  policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"arn:aws:sqs:us-east-1:111111111111:app\"}]}" # expect: TFG004
}

data "aws_iam_policy_document" "fail_document" {
  statement {
    actions   = ["sns:*"] # expect: TFG004
    resources = ["arn:aws:sns:us-east-1:111111111111:app"]
  }
}

resource "aws_iam_policy" "fail_document" {
  name   = "document"
  policy = data.aws_iam_policy_document.fail_document.json
}

variable "fail_actions" {
  type    = list(string)
  default = ["kms:Decrypt", "kms:*"] # expect: TFG004
}

locals {
  fail_action = "logs:*" # expect: TFG004
}

resource "aws_iam_policy" "fail_by_reference" {
  name = "by-reference"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = var.fail_actions
        Resource = "arn:aws:kms:us-east-1:111111111111:key/1234"
      },
      {
        Effect   = "Allow"
        Action   = local.fail_action
        Resource = "arn:aws:logs:us-east-1:111111111111:log-group:app:*"
      },
    ]
  })
}

variable "pass_unknown" {
  type = string
}

resource "aws_iam_policy" "fail_of_any_service" {
  name = "of-any-service"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "${var.pass_unknown}:*" # expect: TFG004
      Resource = "arn:aws:s3:::app-assets/*"
    }]
  })
}

resource "aws_iam_policy" "pass_unknown_action" {
  name = "unknown-action"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["${var.pass_unknown}*", var.pass_unknown]
      Resource = "*"
    }]
  })
}

resource "aws_iam_policy" "fail_not_action" {
  name = "not-action"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      NotAction = ["iam:*", "organizations:*"] # expect: TFG004
      Resource  = "*"
    }]
  })
}

data "aws_iam_policy_document" "fail_not_actions" {
  statement {
    sid         = "AllButPeople"
    not_actions = ["iam:*"] # expect: TFG004
    resources   = ["*"]
  }
}

resource "aws_iam_policy" "fail_not_actions" {
  name   = "not-actions"
  policy = data.aws_iam_policy_document.fail_not_actions.json
}

resource "aws_iam_role" "fail_inline" {
  name               = "inline"
  assume_role_policy = aws_iam_role.pass_app.assume_role_policy

  inline_policy {
    name = "inline"
    policy = jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Effect   = "Allow"
        Action   = "rds:*" # expect: TFG004
        Resource = "arn:aws:rds:us-east-1:111111111111:db:app"
      }]
    })
  }
}

resource "aws_iam_user_policy" "fail_user" {
  name = "user"
  user = "somebody"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "ses:*" # expect: TFG004
      Resource = "arn:aws:ses:us-east-1:111111111111:identity/example.com"
    }]
  })
}

resource "aws_iam_group_policy" "fail_group" {
  name  = "group"
  group = "developers"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "ecs:*" # expect: TFG004
      Resource = "arn:aws:ecs:us-east-1:111111111111:cluster/app"
    }]
  })
}

resource "aws_ssoadmin_permission_set_inline_policy" "fail_permission_set" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
  permission_set_arn = "arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef"
  inline_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "ec2:*" # expect: TFG004
      Resource = "arn:aws:ec2:us-east-1:111111111111:instance/*"
    }]
  })
}

resource "aws_s3_bucket_policy" "fail_bucket" {
  bucket = "app-assets"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111111111111:role/app" }
      Action    = "s3:*" # expect: TFG004
      Resource  = ["arn:aws:s3:::app-assets", "arn:aws:s3:::app-assets/*"]
    }]
  })
}

resource "aws_iam_role_policy" "pass_deny" {
  name = "deny"
  role = aws_iam_role.pass_app.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Deny", Action = "*", Resource = "*" },
      { Effect = "Deny", NotAction = "iam:*", Resource = "*" },
      { Effect = "Deny", Action = ["ec2:*"], NotResource = "arn:aws:ec2:*:*:instance/*" },
    ]
  })
}

resource "aws_iam_role_policy" "pass_named" {
  name = "named"
  role = aws_iam_role.pass_app.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["s3:Get*", "s3:List*", "s3:PutObject"]
      Resource = ["arn:aws:s3:::app-assets", "arn:aws:s3:::app-assets/*"]
    }]
  })
}

resource "aws_kms_key" "pass_key" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Enable IAM policies"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111111111111:root" }
      Action    = "kms:*"
      Resource  = "*"
    }]
  })
}

data "aws_iam_policy_document" "pass_key" {
  statement {
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111111111111:root"]
    }
  }
}

resource "aws_kms_key_policy" "pass_key" {
  key_id = aws_kms_key.pass_key.id
  policy = data.aws_iam_policy_document.pass_key.json
}

resource "aws_organizations_policy" "pass_organization" {
  name = "everything"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }]
  })
}

resource "aws_vpc_endpoint" "pass_endpoint" {
  vpc_id       = "vpc-12345678"
  service_name = "com.amazonaws.us-east-1.s3"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "*", Resource = "*" }]
  })
}
