variable "name" {
  type = string
}

resource "aws_lb_target_group" "this" {
  name = var.name
  port = 8080

  lifecycle {
    create_before_destroy = true
  }
}

output "arn" {
  value = aws_lb_target_group.this.arn
}
