resource "aws_lb_target_group" "this" {
  target_type = "ip"
}

resource "aws_lb_listener" "this" {
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this.arn
  }
}

output "listener_arn" {
  value = aws_lb_listener.this.arn
}

output "target_group_arn" {
  value = aws_lb_target_group.this.arn
}
