variable "target_group_arn" {
  type = string
}

resource "aws_lb_listener" "this" {
  load_balancer_arn = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/a/1"

  default_action {
    type             = "forward"
    target_group_arn = var.target_group_arn
  }
}
