provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["111111111111"]
}

locals {
  trust = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
    }]
  })
  options = {
    "awslogs-group"         = aws_cloudwatch_log_group.pass_app.name
    "awslogs-region"        = "us-east-1"
    "awslogs-stream-prefix" = "app"
  }
  named = {
    "awslogs-group"         = "/ecs/named"
    "awslogs-region"        = "us-east-1"
    "awslogs-stream-prefix" = "app"
  }
  created = merge(local.named, { "awslogs-create-group" = "true" })
}

resource "aws_cloudwatch_log_group" "pass_app" {
  name              = "/ecs/app"
  retention_in_days = 30
}

resource "aws_iam_role" "pass_writer" {
  name               = "pass-writer"
  assume_role_policy = local.trust

  inline_policy {
    name = "logs"
    policy = jsonencode({
      Statement = [{
        Effect = "Allow"
        Action = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = [
          "${aws_cloudwatch_log_group.pass_app.arn}:*",
          "arn:aws:logs:us-east-1:111111111111:log-group:/ecs/named:*",
        ]
      }]
    })
  }
}

resource "aws_ecs_task_definition" "pass_writer" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  execution_role_arn       = aws_iam_role.pass_writer.arn
  container_definitions = jsonencode([
    { name = "app", logConfiguration = { logDriver = "awslogs", options = local.options } },
    { name = "named", logConfiguration = { logDriver = "awslogs", options = local.named } },
  ])
}

resource "aws_iam_role" "fail_create" {
  name               = "fail-create"
  assume_role_policy = local.trust

  inline_policy {
    name = "logs"
    policy = jsonencode({
      Statement = [{ # expect: TFG156
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "*"
      }]
    })
  }
}

resource "aws_ecs_task_definition" "fail_create" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  execution_role_arn       = aws_iam_role.fail_create.arn
  container_definitions = jsonencode([
    { name = "app", logConfiguration = { logDriver = "awslogs", options = local.created } },
  ])
}

resource "aws_iam_role" "pass_create" {
  name               = "pass-create"
  assume_role_policy = local.trust

  inline_policy {
    name = "logs"
    policy = jsonencode({
      Statement = [{
        Effect   = "Allow"
        Action   = "logs:*"
        Resource = ["arn:aws:logs:*:*:log-group:/ecs/*"]
      }]
    })
  }
}

resource "aws_ecs_task_definition" "pass_create" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  execution_role_arn       = aws_iam_role.pass_create.arn
  container_definitions = jsonencode([
    { name = "app", logConfiguration = { logDriver = "awslogs", options = local.created } },
  ])
}

resource "aws_iam_role" "fail_group_arn" {
  name               = "fail-group-arn"
  assume_role_policy = local.trust

  inline_policy {
    name = "logs"
    policy = jsonencode({
      Statement = [{ # expect: TFG156
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = aws_cloudwatch_log_group.pass_app.arn
      }]
    })
  }
}

resource "aws_ecs_task_definition" "fail_group_arn" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  execution_role_arn       = aws_iam_role.fail_group_arn.arn
  container_definitions = jsonencode([
    { name = "app", logConfiguration = { logDriver = "awslogs", options = local.options } },
  ])
}

resource "aws_iam_policy" "fail_one_action" {
  name = "fail-one-action"
  policy = jsonencode({
    Statement = [{ # expect: TFG156 TFG156
      Effect   = "Allow"
      Action   = "logs:CreateLogStream"
      Resource = ["${aws_cloudwatch_log_group.pass_app.arn}:*"]
    }]
  })
}

resource "aws_iam_role" "fail_one_action" {
  name               = "fail-one-action"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy_attachment" "fail_one_action" {
  role       = aws_iam_role.fail_one_action.name
  policy_arn = aws_iam_policy.fail_one_action.arn
}

# PutLogEvents for app, and both for named, whose group is another one.
resource "aws_ecs_task_definition" "fail_one_action" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  execution_role_arn       = aws_iam_role.fail_one_action.arn
  container_definitions = jsonencode([
    { name = "app", logConfiguration = { logDriver = "awslogs", options = local.options } },
    { name = "named", logConfiguration = { logDriver = "awslogs", options = local.named } },
  ])
}

resource "aws_ecs_task_definition" "fail_no_role" { # expect: TFG156
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  container_definitions = jsonencode([
    { name = "app", logConfiguration = { logDriver = "awslogs", options = local.options } },
  ])
}

resource "aws_ecs_task_definition" "pass_on_instances" {
  family = "app"
  container_definitions = jsonencode([
    { name = "app", logConfiguration = { logDriver = "awslogs", options = local.options } },
  ])
}

resource "aws_iam_role" "pass_exec" {
  name               = "pass-exec"
  assume_role_policy = local.trust

  inline_policy {
    name   = "exec"
    policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "ssmmessages:*", Resource = "*" }] })
  }
}

resource "aws_iam_role" "fail_exec" { # expect: TFG156
  name               = "fail-exec"
  assume_role_policy = local.trust
}

resource "aws_ecs_task_definition" "pass_exec" {
  family                = "app"
  task_role_arn         = aws_iam_role.pass_exec.arn
  container_definitions = jsonencode([{ name = "app" }])
}

resource "aws_ecs_task_definition" "fail_exec" {
  family                = "app"
  task_role_arn         = aws_iam_role.fail_exec.arn
  container_definitions = jsonencode([{ name = "app" }])
}

resource "aws_ecs_task_definition" "fail_exec_no_role" {
  family                = "app"
  container_definitions = jsonencode([{ name = "app" }])
}

resource "aws_ecs_service" "pass_exec" {
  name                   = "app"
  task_definition        = aws_ecs_task_definition.pass_exec.arn
  enable_execute_command = true
}

resource "aws_ecs_service" "fail_exec" {
  name                   = "app"
  task_definition        = aws_ecs_task_definition.fail_exec.arn
  enable_execute_command = true
}

resource "aws_ecs_service" "fail_exec_no_role" {
  name                   = "app"
  task_definition        = aws_ecs_task_definition.fail_exec_no_role.arn
  enable_execute_command = true # expect: TFG156
}

resource "aws_ecs_service" "pass_no_exec" {
  name            = "app"
  task_definition = aws_ecs_task_definition.fail_exec_no_role.arn
}
