# What IAM refuses or ignores.

resource "aws_iam_policy" "fail_elements" {
  name = "elements"
  policy = jsonencode({
    Version = "2012-10-18" # expect: TFG191
    Statements = [ # expect: TFG191
    ]
    Statement = [
      {
        Sid      = "read-objects" # expect: TFG191
        Effect   = "Allow"
        Actions  = ["s3:GetObject"] # expect: TFG191
        Action   = ["s3:GetObject"]
        Resource = "arn:aws:s3:::app/*"
      },
      { # expect: TFG191
        Effect = "Allow"
        Action = "s3:GetObject"
      },
      { # expect: TFG191
        Effect   = "Allow"
        Resource = "*"
      },
      { # expect: TFG191
        Action   = "s3:GetObject"
        Resource = "arn:aws:s3:::app/*"
      },
      {
        Effect   = "allow" # expect: TFG191
        Action   = "s3:GetObject"
        Resource = "arn:aws:s3:::app/*"
      },
      {
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::111111111111:root" } # expect: TFG191
        Action    = "s3:GetObject"
        Resource  = "arn:aws:s3:::app/*"
      },
    ]
  })
}

resource "aws_iam_role" "fail_trust" {
  name = "trust"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { Service = "ec2.amazonaws.com" }
        Resource  = "*" # expect: TFG191
      },
      { # expect: TFG191
        Effect = "Allow"
        Action = "sts:AssumeRole"
      },
      {
        Effect    = "Allow"
        Action    = "ec2:RunInstances" # expect: TFG191
        Principal = { Service = "ec2.amazonaws.com" }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { Services = "ec2.amazonaws.com" } # expect: TFG191
      },
      {
        Effect    = "Allow"
        Action    = ["sts:AssumeRole", "sts:TagSession"]
        Principal = { Service = "ec2.amazonaws.com" }
        Condition = {
          StringEqual = { "aws:SourceAccount" = "111111111111" } # expect: TFG191
        }
      },
    ]
  })
}

resource "aws_iam_role_policy" "fail_actions" {
  name = "actions"
  role = "app"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = [
        "GetObject",                    # expect: TFG191
        "s3:Get:Object",                # expect: TFG191
        "s3:ListObjects",               # expect: TFG191
        "s3:GetObjcet",                 # expect: TFG191
        "s3:PutBucketEncryption",       # expect: TFG191
        "secretmanager:GetSecretValue", # expect: TFG191
        "elb:DescribeLoadBalancers",    # expect: TFG191
        "sqs:SendMessages",             # expect: TFG191
        "s3:GetObject",
        "S3:getobject",
        "s3:Frobnicate",
        "tomorrow:CreateThing",
        "logs:Put*",
        "${var.pass_service}:Get",
      ]
      Resource = "arn:aws:s3:::app/*"
    }]
  })
}

variable "pass_service" {
  type = string
}

resource "aws_iam_role_policy" "fail_json" {
  name   = "json"
  role   = "app"
  policy = "{ Version: 2012 }" # expect: TFG191
}

resource "aws_iam_role_policy" "fail_heredoc" {
  name   = "heredoc"
  role   = "app"
  policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "Same",
          "Effect": "Allow",
          "Action": "sqs:SendMessage",
          "Resource": "arn:aws:sqs:us-east-1:111111111111:a"
        },
        {
          "Sid": "Same",
          "Effect": "Allow",
          "Action": "sqs:SendMesage",
          "Resource": "arn:aws:sqs:us-east-1:111111111111:b"
        }
      ]
    }
  JSON
}
# expect-at: 133 TFG191
# expect-at: 135 TFG191

data "aws_iam_policy_document" "fail_twice" {
  statement {
    sid       = "Same"
    actions   = ["sqs:SendMessage"]
    resources = ["arn:aws:sqs:us-east-1:111111111111:a"]
  }

  statement {
    sid       = "Same" # expect: TFG191
    actions   = ["sqs:SendMessage"]
    resources = ["arn:aws:sqs:us-east-1:111111111111:b"]
  }
}

data "aws_iam_policy_document" "pass_first" {
  statement {
    sid       = "Send"
    actions   = ["sqs:SendMessage"]
    resources = ["arn:aws:sqs:us-east-1:111111111111:a"]
  }
}

data "aws_iam_policy_document" "fail_second" {
  statement { # expect: TFG191
    sid       = "Send"
    actions   = ["sqs:SendMessage"]
    resources = ["arn:aws:sqs:us-east-1:111111111111:b"]
  }
}

data "aws_iam_policy_document" "fail_sources" {
  source_policy_documents = [
    data.aws_iam_policy_document.pass_first.json,
    data.aws_iam_policy_document.fail_second.json,
  ]
}

data "aws_iam_policy_document" "pass_override" {
  source_policy_documents   = [data.aws_iam_policy_document.pass_first.json]
  override_policy_documents = [data.aws_iam_policy_document.fail_second.json]
}

resource "aws_iam_policy" "pass_override" {
  name   = "override"
  policy = data.aws_iam_policy_document.pass_override.json
}

data "aws_iam_policy_document" "fail_condition" {
  statement {
    sid       = "pass"
    actions   = ["sqs:SendMessage"]
    resources = ["arn:aws:sqs:us-east-1:111111111111:a"]

    condition { # expect: TFG191
      test     = "StringMatches"
      variable = "aws:PrincipalTag/team"
      values   = ["app"]
    }

    condition { # expect: TFG191
      test     = "NullIfExists"
      variable = "aws:PrincipalTag/team"
      values   = ["true"]
    }

    condition {
      test     = "ForAnyValue:StringLikeIfExists"
      variable = "aws:TagKeys"
      values   = ["app"]
    }
  }
}

resource "aws_iam_policy" "fail_condition" {
  name   = "condition"
  policy = data.aws_iam_policy_document.fail_condition.json
}

# Policies of keys and buckets may have Sids with spaces.
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

resource "aws_s3_bucket_policy" "fail_bucket" {
  bucket = "app"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { # expect: TFG191
        Sid      = "Nobody at all"
        Effect   = "Deny"
        Action   = "s3:GetObject"
        Resource = "arn:aws:s3:::app/*"
      },
    ]
  })
}

variable "pass_principals" {
  type    = map(list(string))
}

data "aws_iam_policy_document" "pass_dynamic" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = ["arn:aws:sqs:us-east-1:111111111111:a"]

    dynamic "principals" {
      for_each = var.pass_principals

      content {
        type        = principals.key
        identifiers = principals.value
      }
    }
  }
}

resource "aws_iam_policy" "pass_dynamic" {
  name   = "dynamic"
  policy = data.aws_iam_policy_document.pass_dynamic.json
}
