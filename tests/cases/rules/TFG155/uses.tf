# Roles and the services that use them.

provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["111111111111"]
}

data "aws_iam_policy_document" "pass_tasks" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = ["111111111111"]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:aws:ecs:us-east-1:111111111111:*"]
    }
  }
}

resource "aws_iam_role" "pass_task" {
  name               = "task"
  assume_role_policy = data.aws_iam_policy_document.pass_tasks.json
}

resource "aws_ecs_task_definition" "pass_app" {
  family                = "app"
  execution_role_arn    = aws_iam_role.pass_task.arn
  task_role_arn         = "arn:aws:iam::111111111111:role/task"
  container_definitions = "[]"
}

# The role fits its tasks, so that what is wrong is to use it for a function.
resource "aws_lambda_function" "fail_app" {
  function_name = "app"
  role          = aws_iam_role.pass_task.arn # expect: TFG155
}

resource "aws_iam_role" "fail_flow" {
  name = "flow"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" } # expect: TFG155
    }]
  })
}

resource "aws_flow_log" "fail_flow" {
  iam_role_arn = aws_iam_role.fail_flow.arn
  vpc_id       = "vpc-12345678"
}

resource "aws_iam_role" "fail_people" {
  name = "people"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::111111111111:root" }
    }]
  })
}

resource "aws_iam_instance_profile" "fail_people" {
  role = aws_iam_role.fail_people.name # expect: TFG155
}

resource "aws_iam_role" "fail_monitoring" {
  name               = "monitoring"
  assume_role_policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Allow",
          "Action": "sts:AssumeRole",
          "Principal": { "Service": ["rds.amazonaws.com"] }
        }
      ]
    }
  JSON
}
# expect-at: 91 TFG155

resource "aws_db_instance" "fail_monitoring" {
  identifier          = "app"
  monitoring_interval = 60
  monitoring_role_arn = aws_iam_role.fail_monitoring.arn
}

resource "aws_iam_role" "fail_action" {
  name = "action"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity" # expect: TFG155
      Principal = { Service = "scheduler.amazonaws.com" }
    }]
  })
}

resource "aws_scheduler_schedule" "fail_action" {
  schedule_expression = "rate(1 hour)"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = "arn:aws:sqs:us-east-1:111111111111:app"
    role_arn = aws_iam_role.fail_action.arn
  }
}

resource "aws_iam_role" "fail_conditions" {
  name = "conditions"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Condition = {
        StringEquals = { "aws:SourceAccount" = "222222222222" } # expect: TFG155
        ArnLike = {
          "aws:SourceArn" = [
            "arn:aws:ecs:us-east-1:222222222222:*", # expect: TFG155
            "arn:aws:ecs:us-east-1:333333333333:*",
          ]
        }
      }
    }]
  })
}

variable "pass_account" {
  type = string
}

data "aws_partition" "pass_current" {}

resource "aws_iam_role" "pass_wide" {
  name = "wide"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "sts:AssumeRole"
      Principal = {
        Service = [
          "states.us-east-1.amazonaws.com",
          "lambda.${data.aws_partition.pass_current.dns_suffix}",
          "events.amazonaws.com.cn",
        ]
      }
      Condition = {
        StringLike = {
          "aws:SourceAccount" = [var.pass_account, "222222222222"]
        }
        ArnLike = { "aws:SourceArn" = "arn:aws:states:*:*:*" }
      }
    }]
  })
}

resource "aws_sfn_state_machine" "pass_wide" {
  name       = "app"
  role_arn   = aws_iam_role.pass_wide.arn
  definition = "{}"
}

resource "aws_lambda_function" "pass_wide" {
  function_name = "wide"
  role          = aws_iam_role.pass_wide.arn
}

resource "aws_cloudwatch_event_target" "pass_wide" {
  rule     = "app"
  arn      = "arn:aws:sqs:us-east-1:111111111111:app"
  role_arn = aws_iam_role.pass_wide.arn
}

resource "aws_iam_role" "pass_unknown" {
  name               = "unknown"
  assume_role_policy = var.pass_trust
}

variable "pass_trust" {
  type = string
}

variable "pass_services" {
  type = list(string)
}

resource "aws_iam_role" "pass_unknown_services" {
  name = "unknown-services"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = var.pass_services }
    }]
  })
}

resource "aws_codebuild_project" "pass_unknown" {
  name         = "unknown"
  service_role = aws_iam_role.pass_unknown.arn
}

resource "aws_codebuild_project" "pass_unknown_services" {
  name         = "unknown-services"
  service_role = aws_iam_role.pass_unknown_services.arn
}

resource "aws_codebuild_project" "pass_elsewhere" {
  name         = "elsewhere"
  service_role = "arn:aws:iam::111111111111:role/declared-elsewhere"
}
