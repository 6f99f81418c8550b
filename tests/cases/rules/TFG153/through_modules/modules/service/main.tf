variable "target_group_arn" {}

variable "listener_arn" {
  default = null
}

resource "aws_ecs_service" "this" {
  name = "api"

  load_balancer {
    target_group_arn = var.target_group_arn # expect: TFG153
    container_name   = "api"
    container_port   = 8080
  }

  triggers = {
    listener = var.listener_arn
  }
}
