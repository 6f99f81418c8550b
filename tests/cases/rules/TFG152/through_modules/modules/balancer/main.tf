resource "aws_lb_target_group" "fail_this" { # expect: TFG152 TFG152 TFG152
  port     = 80
  protocol = "HTTP"
}

output "target_group_arn" {
  value = aws_lb_target_group.fail_this.arn
}
