provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["333333333333"]
}

variable "prefix" {
  type = string
}

resource "aws_iam_role" "pass_execution" {
  name               = "${var.prefix}-execution"
  assume_role_policy = "{}"
}

resource "aws_ecs_task_definition" "pass_images" {
  family             = "api"
  execution_role_arn = aws_iam_role.pass_execution.arn
  container_definitions = jsonencode([
    {
      name  = "api"
      image = "444444444444.dkr.ecr.us-east-1.amazonaws.com/example/api:1.0.0"
    },
  ])
}
