variable "log_group" {
  type = string
}

resource "aws_ecs_task_definition" "pass_this" {
  family = "app"
  container_definitions = jsonencode([{
    name             = "app"
    logConfiguration = { logDriver = "awslogs", options = { "awslogs-group" = var.log_group } }
  }])
}
