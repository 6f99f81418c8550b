variable "security_group_id" {
  type = string
}

variable "target_group_arn" {
  type = string
}

variable "port" {
  type = number
}

resource "aws_ecs_service" "this" {
  name = "service"

  network_configuration {
    subnets         = ["subnet-3"]
    security_groups = [var.security_group_id]
  }

  load_balancer {
    target_group_arn = var.target_group_arn
    container_name   = "app"
    container_port   = var.port
  }
}
