# Resources: "*" where the action can be limited to some.

data "aws_iam_policy_document" "pass_without_level" {
  statement {
    actions = [
      "ec2:DescribeInstances",
      "ecr:GetAuthorizationToken",
      "logs:DescribeLogGroups",
      "s3:ListAllMyBuckets",
      "ssmmessages:OpenDataChannel",
      "sts:GetCallerIdentity",
      "cloudwatch:PutMetricData",
      "ec2:Describe*",
      "elasticloadbalancing:Describe*",
      "autoscaling:Describe*",
      "ecs:List*",
      "a-service-of-tomorrow:CreateThing",
      "ec2:AnActionOfTomorrow",
    ]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "pass_without_level" {
  name   = "without-level"
  policy = data.aws_iam_policy_document.pass_without_level.json
}

data "aws_iam_policy_document" "fail_objects" {
  statement {
    sid       = "Objects"
    actions   = ["s3:GetObject", "s3:PutObject", "s3:ListAllMyBuckets"]
    resources = ["*"] # expect: TFG004
  }

  statement {
    actions   = ["kms:decrypt"]
    resources = ["arn:aws:kms:us-east-1:111111111111:key/1", "*"] # expect: TFG004
  }

  statement {
    actions   = ["s3:Get*"]
    resources = ["*"] # expect: TFG004
  }

  statement {
    actions   = ["ec2:*Instances"]
    resources = ["*"] # expect: TFG004
  }

  statement {
    actions   = ["ec2:DescribeVpcAttribute"]
    resources = ["*"] # expect: TFG004
  }
}

resource "aws_iam_policy" "fail_objects" {
  name   = "objects"
  policy = data.aws_iam_policy_document.fail_objects.json
}

resource "aws_iam_role_policy" "fail_as_wide" {
  name = "as-wide"
  role = "app"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:PutObject"]
        Resource = "arn:aws:s3:::*" # expect: TFG004
      },
      {
        Effect   = "Allow"
        Action   = ["s3:PutObject"]
        Resource = "arn:aws:s3:::*/*" # expect: TFG004
      },
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogGroup", "logs:PutLogEvents"]
        Resource = "arn:aws:logs:*:*:*" # expect: TFG004
      },
      {
        Effect   = "Allow"
        Action   = ["sqs:SendMessage"]
        Resource = "arn:aws:*" # expect: TFG004
      },
      {
        Effect      = "Allow"
        Action      = ["sqs:SendMessage"]
        NotResource = "arn:aws:sqs:us-east-1:111111111111:payments" # expect: TFG004
      },
    ]
  })
}

resource "aws_iam_role_policy" "pass_parts" {
  name = "parts"
  role = "app"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:PutObject"]
        Resource = "arn:aws:s3:::app-*"
      },
      {
        Effect   = "Allow"
        Action   = ["logs:PutLogEvents"]
        Resource = "arn:aws:logs:*:*:log-group:/app/*"
      },
      {
        # Queues of any name: but the pattern names S3.
        Effect   = "Allow"
        Action   = ["sqs:ListQueues"]
        Resource = "arn:aws:s3:::*"
      },
      {
        Effect   = "Allow"
        Action   = ["s3:ListAllMyBuckets"]
        Resource = "arn:aws:s3:::*"
      },
      {
        Effect   = "Allow"
        Action   = ["sqs:SendMessage"]
        Resource = var.pass_arns
      },
      {
        Effect   = "Allow"
        Action   = ["sqs:SendMessage"]
        Resource = "${var.pass_arn}*"
      },
    ]
  })
}

variable "pass_arns" {
  type = list(string)
}

variable "pass_arn" {
  type = string
}

variable "fail_arns" {
  type    = list(string)
  default = ["*"] # expect: TFG004
}

resource "aws_iam_role_policy" "fail_default" {
  name = "default"
  role = "app"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ssm:GetParameter"], Resource = var.fail_arns }]
  })
}

data "aws_iam_policy_document" "pass_conditions" {
  statement {
    actions   = ["ec2:TerminateInstances"]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/Environment"
      values   = ["dev"]
    }
  }

  statement {
    actions   = ["acm:RequestCertificate", "rds:CreateDBInstance"]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/Environment"
      values   = ["dev"]
    }
  }

  statement {
    actions   = ["ec2:CreateNetworkInterface"]
    resources = ["*"]

    condition {
      test     = "ArnEquals"
      variable = "ec2:Vpc"
      values   = ["arn:aws:ec2:us-east-1:111111111111:vpc/vpc-1"]
    }
  }

  statement {
    actions   = ["kms:Decrypt"]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.us-east-1.amazonaws.com"]
    }
  }

  statement {
    actions   = ["iam:PassRole"]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["ecs-tasks.amazonaws.com"]
    }
  }

  statement {
    actions   = ["ec2:CreateTags"]
    resources = ["*"]

    condition {
      test     = "Null"
      variable = "aws:ResourceTag/Environment"
      values   = ["true"]
    }
  }

  statement {
    actions   = ["dynamodb:GetItem"]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = var.pass_arn
      values   = ["x"]
    }
  }
}

resource "aws_iam_policy" "pass_conditions" {
  name   = "conditions"
  policy = data.aws_iam_policy_document.pass_conditions.json
}

data "aws_iam_policy_document" "fail_conditions" {
  statement {
    actions   = ["ec2:TerminateInstances"]
    resources = ["*"] # expect: TFG004

    condition {
      test     = "Bool"
      variable = "aws:MultiFactorAuthPresent"
      values   = ["true"]
    }
  }

  statement {
    actions   = ["ec2:TerminateInstances"]
    resources = ["*"] # expect: TFG004

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = ["us-east-1"]
    }
  }

  statement {
    actions   = ["ec2:TerminateInstances"]
    resources = ["*"] # expect: TFG004

    condition {
      test     = "StringEqualsIfExists"
      variable = "aws:ResourceTag/Environment"
      values   = ["dev"]
    }
  }

  statement {
    actions   = ["ec2:TerminateInstances"]
    resources = ["*"] # expect: TFG004

    condition {
      test     = "StringNotEquals"
      variable = "aws:ResourceTag/Environment"
      values   = ["prod"]
    }
  }

  statement {
    actions   = ["ec2:TerminateInstances"]
    resources = ["*"] # expect: TFG004

    condition {
      test     = "StringLike"
      variable = "aws:ResourceTag/Environment"
      values   = ["*"]
    }
  }
}

resource "aws_iam_policy" "fail_conditions" {
  name   = "conditions"
  policy = data.aws_iam_policy_document.fail_conditions.json
}

# A source and an override: what comes out is what counts.
data "aws_iam_policy_document" "fail_source" {
  statement {
    sid       = "Replaced"
    actions   = ["s3:GetObject"]
    resources = ["*"]
  }

  statement {
    sid       = "fail"
    actions   = ["sqs:SendMessage"]
    resources = ["*"] # expect: TFG004
  }
}

data "aws_iam_policy_document" "pass_override" {
  statement {
    sid       = "Replaced"
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::app-assets/*"]
  }
}

data "aws_iam_policy_document" "pass_merged" {
  source_policy_documents   = [data.aws_iam_policy_document.fail_source.json]
  override_policy_documents = [data.aws_iam_policy_document.pass_override.json]
}

resource "aws_iam_policy" "fail_merged" {
  name   = "merged"
  policy = data.aws_iam_policy_document.pass_merged.json
}

resource "aws_iam_policy" "fail_each" {
  for_each = toset(["reader", "writer"])

  name = each.key
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "sns:Publish"
      Resource = "*" # expect: TFG004
    }]
  })
}

data "aws_iam_policy_document" "fail_dynamic" {
  dynamic "statement" {
    for_each = var.pass_arns

    content {
      actions   = ["sns:Publish"]
      resources = ["*"] # expect: TFG004
    }
  }

  dynamic "statement" {
    for_each = ["events:PutEvents"]

    content {
      actions   = [statement.value]
      resources = ["*"] # expect: TFG004
    }
  }
}

resource "aws_iam_policy" "fail_dynamic" {
  name   = "dynamic"
  policy = data.aws_iam_policy_document.fail_dynamic.json
}

# A document that nothing uses here: its text may be an output.
data "aws_iam_policy_document" "fail_unused" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["*"] # expect: TFG004
  }
}
