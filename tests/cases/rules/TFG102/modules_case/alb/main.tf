variable "certificate_arn" {
  type = string
}

resource "aws_lb" "this" {
  name    = "alb"
  subnets = ["subnet-1", "subnet-2"]
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.this.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = var.certificate_arn

  default_action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
    }
  }
}

output "listener_arn" {
  value = aws_lb_listener.https.arn
}
