variable "container" {}
variable "port" {}
variable "target_group_arn" {}
variable "load_balancer" {}

resource "aws_ecs_task_definition" "this" {
  family                   = var.container
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  container_definitions = jsonencode([
    { name = var.container, portMappings = [{ containerPort = var.port }] },
  ])
}

resource "aws_ecs_service" "this" {
  name            = var.container
  task_definition = aws_ecs_task_definition.this.arn

  network_configuration {
    subnets = ["subnet-1"]
  }

  load_balancer {
    target_group_arn = var.target_group_arn
    container_name   = var.load_balancer.name
    container_port   = var.load_balancer.port
  }
}
