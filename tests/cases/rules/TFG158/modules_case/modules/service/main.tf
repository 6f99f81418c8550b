variable "name" {
  type = string
}

variable "security_group_id" {
  type = string
}

variable "environment" {
  type = map(string)
}

variable "secrets" {
  type    = map(string)
  default = {}
}

resource "aws_ecs_task_definition" "this" {
  family = var.name

  container_definitions = jsonencode([{
    name        = var.name
    environment = [for name, value in var.environment : { name = name, value = value }]
    secrets     = [for name, value in var.secrets : { name = name, valueFrom = value }]
  }])
}

resource "aws_ecs_service" "this" {
  name            = var.name
  task_definition = aws_ecs_task_definition.this.arn

  network_configuration {
    subnets         = ["subnet-1"]
    security_groups = [var.security_group_id]
  }
}
