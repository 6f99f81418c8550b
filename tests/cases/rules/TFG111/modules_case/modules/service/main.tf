variable "security_group_id" {
  type = string
}

resource "aws_ecs_service" "this" {
  name = "api"

  network_configuration {
    subnets         = ["subnet-1"]
    security_groups = [var.security_group_id]
  }
}
