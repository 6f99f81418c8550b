provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["111111111111"]
}

locals {
  late_group = "/ecs/dev/local" # expect: TFG002
}

variable "environment" {
  type = string
}

variable "elsewhere" {
  type = string
}

resource "aws_cloudwatch_log_group" "pass_declared" {
  name              = "/ecs/dev/declared"
  retention_in_days = 30
}

resource "aws_cloudwatch_log_group" "pass_ordered" {
  name              = "/ecs/dev/ordered"
  retention_in_days = 30
}

resource "aws_cloudwatch_log_group" "pass_late" {
  name              = "/ecs/dev/late"
  retention_in_days = 30
}

resource "aws_cloudwatch_log_group" "pass_local" {
  name              = local.late_group
  retention_in_days = 30
}

resource "aws_cloudwatch_log_group" "pass_partly" {
  name              = "/ecs/${var.environment}/partly"
  retention_in_days = 30
}

data "aws_cloudwatch_log_group" "pass_read" {
  name = "/shared/read"
}

resource "aws_ecs_task_definition" "fail_undeclared" {
  family = "undeclared"
  container_definitions = jsonencode([
    {
      name = "one"
      logConfiguration = {
        logDriver = "awslogs"
        options = {
          "awslogs-group"  = "/ecs/dev/undeclared" # expect: TFG002
          "awslogs-region" = "us-east-1"
        }
      }
    },
    {
      name = "two"
      logConfiguration = {
        logDriver = "awslogs"
        options = {
          "awslogs-create-group" = "true"
          "awslogs-group"        = "/ecs/dev/created" # expect: TFG002
          "awslogs-region"       = "us-east-1"
        }
      }
    },
    {
      name = "three"
      logConfiguration = {
        logDriver = "awslogs"
        options = {
          "awslogs-group"  = "/ecs/${var.environment}/other" # expect: TFG002
          "awslogs-region" = "us-east-1"
        }
      }
    },
    {
      name = "router"
      logConfiguration = {
        logDriver = "awsfirelens"
        options = {
          Name           = "cloudwatch_logs"
          log_group_name = "/ecs/dev/firelens" # expect: TFG002
        }
      }
    },
  ])
}

resource "aws_ecs_task_definition" "fail_heredoc" {
  family                = "heredoc"
  container_definitions = <<-JSON
    [
      {
        "name": "app",
        "logConfiguration": {
          "logDriver": "awslogs",
          "options": {
            "awslogs-group": "/ecs/dev/heredoc",
            "awslogs-region": "us-east-1"
          }
        }
      }
    ]
  JSON
}
# expect-at: 103 TFG002

resource "aws_ecs_task_definition" "fail_late" {
  family = "late"
  container_definitions = jsonencode([{
    name = "app"
    logConfiguration = {
      logDriver = "awslogs"
      options   = { "awslogs-group" = "/ecs/dev/late", "awslogs-region" = "us-east-1" } # expect: TFG002
    }
  }])
}

resource "aws_ecs_task_definition" "fail_late_local" {
  family = "late-local"
  container_definitions = jsonencode([{
    name             = "app"
    logConfiguration = { logDriver = "awslogs", options = { "awslogs-group" = local.late_group } }
  }])
}

resource "aws_ecs_task_definition" "fail_late_partly" {
  family = "late-partly"
  container_definitions = jsonencode([{
    name = "app"
    logConfiguration = {
      logDriver = "awslogs"
      options   = { "awslogs-group" = "/ecs/${var.environment}/partly" } # expect: TFG002
    }
  }])
}

resource "aws_ecs_task_definition" "pass_reference" {
  family = "reference"
  container_definitions = jsonencode([
    {
      name             = "reference"
      logConfiguration = { logDriver = "awslogs", options = { "awslogs-group" = aws_cloudwatch_log_group.pass_declared.name } }
    },
    {
      name             = "id"
      logConfiguration = { logDriver = "awslogs", options = { "awslogs-group" = aws_cloudwatch_log_group.pass_declared.id, "awslogs-create-group" = "true" } }
    },
    {
      name             = "data"
      logConfiguration = { logDriver = "awslogs", options = { "awslogs-group" = data.aws_cloudwatch_log_group.pass_read.name } }
    },
    {
      name             = "name of data"
      logConfiguration = { logDriver = "awslogs", options = { "awslogs-group" = "/shared/read" } }
    },
    {
      name             = "unknown"
      logConfiguration = { logDriver = "awslogs", options = { "awslogs-group" = var.elsewhere } }
    },
    {
      name             = "may be the partly known one"
      logConfiguration = { logDriver = "awslogs", options = { "awslogs-group" = "/ecs/dev/partly" } }
    },
    {
      name             = "other driver"
      logConfiguration = { logDriver = "splunk", options = { "awslogs-group" = "/ecs/dev/splunk" } }
    },
    { name = "silent" },
  ])
}

resource "aws_ecs_task_definition" "pass_depends" {
  family = "depends"
  container_definitions = jsonencode([{
    name             = "app"
    logConfiguration = { logDriver = "awslogs", options = { "awslogs-group" = "/ecs/dev/ordered" } }
  }])
  depends_on = [aws_cloudwatch_log_group.pass_ordered]
}

# Tasks start with the service, which waits.
resource "aws_ecs_task_definition" "pass_service_waits" {
  family = "service-waits"
  container_definitions = jsonencode([{
    name             = "app"
    logConfiguration = { logDriver = "awslogs", options = { "awslogs-group" = "/ecs/dev/ordered" } }
  }])
}

resource "aws_ecs_service" "pass_waits" {
  name            = "waits"
  task_definition = aws_ecs_task_definition.pass_service_waits.arn
  depends_on      = [aws_cloudwatch_log_group.pass_ordered]
}
