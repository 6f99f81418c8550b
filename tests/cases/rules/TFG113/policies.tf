# Resource policies: everybody, in every way it can be written, and what shuts everybody out.

resource "aws_s3_bucket_policy" "fail_star" {
  bucket = "app-assets"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Read"
      Effect    = "Allow"
      Principal = "*" # expect: TFG113
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::app-assets/*"
    }]
  })
}

resource "aws_sqs_queue" "fail_aws_star" {
  name = "orders"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = ["arn:aws:iam::111111111111:root", "*"] } # expect: TFG113
      Action    = "sqs:SendMessage"
      Resource  = "arn:aws:sqs:us-east-1:111111111111:orders"
    }]
  })
}

resource "aws_sns_topic_policy" "fail_heredoc" {
  arn    = "arn:aws:sns:us-east-1:111111111111:orders"
  policy = <<EOF
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": { "AWS": "*" },
      "Action": "sns:Publish",
      "Resource": "arn:aws:sns:us-east-1:111111111111:orders",
      "Condition": { "Bool": { "aws:SecureTransport": "true" } }
    }
  ]
}
EOF
}
# expect-at: 38 TFG113

data "aws_iam_policy_document" "fail_document" {
  statement {
    actions   = ["kms:Decrypt"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["*"] # expect: TFG113
    }

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.us-east-1.amazonaws.com"]
    }
  }
}

resource "aws_kms_key" "fail_document" {
  policy = data.aws_iam_policy_document.fail_document.json
}

resource "aws_secretsmanager_secret_policy" "fail_not_principal" {
  secret_arn = "arn:aws:secretsmanager:us-east-1:111111111111:secret:app"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect       = "Allow"
      NotPrincipal = { AWS = "arn:aws:iam::222222222222:root" } # expect: TFG113
      Action       = "secretsmanager:GetSecretValue"
      Resource     = "*"
    }]
  })
}

resource "aws_ecr_repository_policy" "fail_conditions_of_no_use" {
  repository = "app"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = "*" # expect: TFG113
        Action    = "ecr:BatchGetImage"
        Condition = { StringLike = { "aws:PrincipalOrgID" = "*" } }
      },
      {
        Effect    = "Allow"
        Principal = "*" # expect: TFG113
        Action    = "ecr:BatchGetImage"
        Condition = { StringEqualsIfExists = { "aws:SourceAccount" = "111111111111" } }
      },
      {
        Effect    = "Allow"
        Principal = "*" # expect: TFG113
        Action    = "ecr:BatchGetImage"
        Condition = { IpAddress = { "aws:SourceIp" = ["10.0.0.0/8", "0.0.0.0/0"] } }
      },
      {
        Effect    = "Allow"
        Principal = "*" # expect: TFG113
        Action    = "ecr:BatchGetImage"
        Condition = { StringNotEquals = { "aws:PrincipalOrgID" = "o-1234567890" } }
      },
      {
        Effect    = "Allow"
        Principal = "*" # expect: TFG113
        Action    = "ecr:BatchGetImage"
        Condition = { "ForAllValues:StringEquals" = { "aws:PrincipalOrgPaths" = "o-1/r-1/" } }
      },
    ]
  })
}

resource "aws_opensearch_domain" "fail_domain" {
  domain_name = "logs"
  access_policies = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "*" } # expect: TFG113
      Action    = "es:ESHttpGet"
      Resource  = "arn:aws:es:us-east-1:111111111111:domain/logs/*"
    }]
  })
}

resource "aws_efs_file_system_policy" "pass_mount_targets" {
  file_system_id = "fs-12345678"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "elasticfilesystem:ClientMount"
      Condition = { Bool = { "elasticfilesystem:AccessedViaMountTarget" = "true" } }
    }]
  })
}

resource "aws_s3_bucket_policy" "pass_deny" {
  bucket = "app-assets"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = "arn:aws:s3:::app-assets/*"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

variable "pass_organization" {
  type = string
}

variable "pass_key" {
  type = string
}

resource "aws_sns_topic_policy" "pass_conditions" {
  arn = "arn:aws:sns:us-east-1:111111111111:orders"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = "*"
        Action    = "sns:Publish"
        Condition = { StringEquals = { "aws:PrincipalOrgID" = var.pass_organization } }
      },
      {
        Effect    = "Allow"
        Principal = { AWS = "*" }
        Action    = "sns:Publish"
        Condition = { StringEquals = { "AWS:SourceOwner" = "111111111111" } }
      },
      {
        Effect    = "Allow"
        Principal = { AWS = "*" }
        Action    = "sns:Publish"
        Condition = { ArnLike = { "aws:SourceArn" = "arn:aws:s3:*:*:app-assets" } }
      },
      {
        Effect    = "Allow"
        Principal = { AWS = "*" }
        Action    = "sns:Publish"
        Condition = { StringEquals = { (var.pass_key) = "x" } }
      },
      {
        Effect    = "Allow"
        Principal = { AWS = "*" }
        Action    = "sns:Publish"
        Condition = { Null = { "aws:SourceVpce" = "false" } }
      },
    ]
  })
}

resource "aws_kms_key" "pass_caller_account" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "kms:Decrypt"
      Resource  = "*"
      Condition = {
        StringEquals = {
          "kms:CallerAccount" = "111111111111"
          "kms:ViaService"    = "s3.us-east-1.amazonaws.com"
        }
      }
    }]
  })
}

variable "pass_principals" {
  type = list(string)
}

resource "aws_sqs_queue_policy" "pass_unknown" {
  queue_url = "https://sqs.us-east-1.amazonaws.com/111111111111/orders"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = var.pass_principals }
      Action    = "sqs:SendMessage"
      Resource  = "*"
    }]
  })
}

variable "fail_principals" {
  type    = list(string)
  default = ["*"] # expect: TFG113
}

resource "aws_sqs_queue_policy" "fail_default" {
  queue_url = "https://sqs.us-east-1.amazonaws.com/111111111111/orders"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = var.fail_principals }
      Action    = "sqs:SendMessage"
      Resource  = "*"
    }]
  })
}

resource "aws_vpc_endpoint" "pass_endpoint" {
  vpc_id       = "vpc-12345678"
  service_name = "com.amazonaws.us-east-1.s3"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "*" }]
  })
}

resource "aws_lambda_permission" "fail_function" {
  function_name = "app"
  action        = "lambda:InvokeFunction"
  principal     = "*" # expect: TFG113
}

resource "aws_lambda_permission" "pass_function" {
  function_name    = "app"
  action           = "lambda:InvokeFunction"
  principal        = "*"
  principal_org_id = "o-1234567890"
}

resource "aws_lambda_permission" "pass_service" {
  function_name = "app"
  action        = "lambda:InvokeFunction"
  principal     = "events.amazonaws.com"
  source_arn    = "arn:aws:events:us-east-1:111111111111:rule/app"
}
