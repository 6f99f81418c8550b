provider "aws" {
  region = "us-east-1"
}

variable "pass_targets" {}

resource "aws_lb_target_group" "pass_one" {
  target_type = "ip"
}

resource "aws_lb_listener" "pass_unknown" {
  default_action {
    type             = "forward"
    target_group_arn = var.pass_targets["one"]
  }
}

resource "aws_ecs_service" "pass_unknown" {
  name = "api"

  load_balancer {
    target_group_arn = aws_lb_target_group.pass_one.arn
    container_name   = "api"
    container_port   = 8080
  }
}
