provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["111111111111"]

  default_tags {
    tags = {
      Environment = "dev"
    }
  }
}

provider "aws" {
  alias               = "other"
  region              = "us-east-1"
  allowed_account_ids = ["333333333333"]
}

# What AWS takes of the own account only.

locals {
  fail_boundary = "arn:aws:iam::333333333333:policy/limit" # expect: TFG203
  pass_boundary = "arn:aws:iam::111111111111:policy/limit"
}

resource "aws_iam_role" "fail_boundary" {
  for_each = toset(["a", "b"])

  name                 = each.key
  permissions_boundary = local.fail_boundary
  assume_role_policy   = "{}"
}

resource "aws_iam_role" "pass_boundary" {
  name                 = "bounded"
  permissions_boundary = local.pass_boundary
  assume_role_policy   = "{}"
}

resource "aws_iam_role" "pass_other_provider" {
  provider = aws.other

  name                 = "other"
  permissions_boundary = "arn:aws:iam::333333333333:policy/limit"
  assume_role_policy   = "{}"
}

resource "aws_iam_role_policy_attachment" "fail_attachment" {
  role       = "a"
  policy_arn = "arn:aws:iam::333333333333:policy/reader" # expect: TFG203
}

resource "aws_iam_role_policy_attachment" "pass_attachment" {
  role       = "a"
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_ecs_task_definition" "fail_task" {
  family                = "app"
  execution_role_arn    = "arn:aws:iam::333333333333:role/execution" # expect: TFG203
  task_role_arn         = "arn:aws:iam::111111111111:role/task"
  container_definitions = "[]"
}

resource "aws_lb_listener" "fail_listener" {
  load_balancer_arn = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/app/1"
  certificate_arn   = "arn:aws:acm:us-east-1:333333333333:certificate/1" # expect: TFG203

  default_action {
    type             = "forward"
    target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:333333333333:targetgroup/app/1" # expect: TFG203
  }
}

# Services that come for another account.

resource "aws_s3_bucket_policy" "fail_logs" {
  bucket = "app-logs"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "logging.s3.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "arn:aws:s3:::app-logs/*"
        Condition = { StringEquals = { "aws:SourceAccount" = "333333333333" } } # expect: TFG203
      },
      {
        Effect    = "Allow"
        Principal = { Service = "logdelivery.elasticloadbalancing.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "arn:aws:s3:::app-logs/*"
        Condition = {
          ArnLike = {
            "aws:SourceArn" = "arn:aws:elasticloadbalancing:us-east-1:333333333333:loadbalancer/*" # expect: TFG203
          }
        }
      },
      {
        Effect    = "Allow"
        Principal = { Service = "logging.s3.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "arn:aws:s3:::app-logs/*"
        Condition = { StringEquals = { "aws:SourceAccount" = ["333333333333", "111111111111"] } }
      },
      {
        Effect    = "Allow"
        Principal = { Service = "sns.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "arn:aws:s3:::app-logs/*"
        Condition = { ArnLike = { "aws:SourceArn" = "arn:aws:s3:::app" } }
      },
      {
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::333333333333:root" }
        Action    = "s3:GetObject"
        Resource  = "arn:aws:s3:::app-logs/*"
      },
    ]
  })
}

# Rights on what no other account is let into.

resource "aws_iam_role_policy" "fail_rights" {
  role = "a"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Action = ["logs:PutLogEvents", "ecs:UpdateService", "kms:Decrypt", "sts:AssumeRole"]
        Resource = [
          "arn:aws:logs:us-east-1:333333333333:log-group:/app:*", # expect: TFG203
          "arn:aws:ecs:us-east-1:333333333333:service/app/app",   # expect: TFG203
          "arn:aws:logs:us-east-1:111111111111:log-group:/app:*",
          "arn:aws:logs:us-east-1:999999999999:log-group:/app:*",
          "arn:aws:kms:us-east-1:333333333333:key/1",
          "arn:aws:iam::333333333333:role/reader",
          "arn:aws:logs:*:*:log-group:/app:*",
        ]
      },
    ]
  })
}
