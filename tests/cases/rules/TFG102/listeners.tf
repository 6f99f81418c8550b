variable "certificate" {
  type = string
}

variable "policy" {
  type    = string
  default = "ELBSecurityPolicy-TLS-1-1-2017-01" # expect: TFG102
}

resource "aws_lb" "public" {
  name    = "public"
  subnets = ["subnet-1", "subnet-2"]
}

resource "aws_lb" "private" {
  name     = "private"
  internal = true
  subnets  = ["subnet-1", "subnet-2"]
}

resource "aws_lb_listener" "pass_https" {
  load_balancer_arn = aws_lb.public.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = var.certificate

  default_action {
    type             = "forward"
    target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/a/1"
  }
}

resource "aws_lb_listener" "pass_newer_policies" {
  for_each = toset([
    "ELBSecurityPolicy-TLS13-1-3-2021-06",
    "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
    "ELBSecurityPolicy-TLS-1-2-2017-01",
    "ELBSecurityPolicy-FS-1-2-Res-2020-10",
  ])

  load_balancer_arn = aws_lb.public.arn
  port              = 8443
  protocol          = "HTTPS"
  ssl_policy        = each.key
  certificate_arn   = var.certificate

  default_action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
    }
  }
}

resource "aws_lb_listener" "pass_redirect" {
  load_balancer_arn = aws_lb.public.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type = "redirect"

    redirect {
      port        = "443"
      protocol    = "HTTPS"
      status_code = "HTTP_301"
    }
  }
}

resource "aws_lb_listener" "pass_internal" {
  load_balancer_arn = aws_lb.private.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type             = "forward"
    target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/a/1"
  }
}

resource "aws_lb_listener" "pass_unknown_balancer" {
  load_balancer_arn = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/a/1"
  port              = 80
  protocol          = "HTTP"

  default_action {
    type             = "forward"
    target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/a/1"
  }
}

resource "aws_lb_listener" "fail_forward" {
  load_balancer_arn = aws_lb.public.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type             = "forward" # expect: TFG102
    target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/a/1"
  }
}

resource "aws_lb_listener" "fail_port" {
  load_balancer_arn = aws_lb.public.arn
  port              = 443
  protocol          = "HTTP" # expect: TFG102

  default_action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
    }
  }
}

resource "aws_lb_listener" "fail_redirect_to_http" {
  load_balancer_arn = aws_lb.public.arn
  port              = 80

  default_action {
    type = "redirect"

    redirect {
      host        = "www.example.com"
      protocol    = "HTTP" # expect: TFG102
      status_code = "HTTP_301"
    }
  }
}

resource "aws_lb_listener" "fail_redirect_same_protocol" {
  load_balancer_arn = aws_lb.public.arn
  port              = 8080

  default_action {
    type = "redirect"

    redirect { # expect: TFG102
      host        = "www.example.com"
      status_code = "HTTP_301"
    }
  }
}

resource "aws_lb_listener" "fail_no_certificate" { # expect: TFG102
  load_balancer_arn = aws_lb.public.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"

  default_action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
    }
  }
}

resource "aws_lb_listener" "fail_default_policy" { # expect: TFG102
  load_balancer_arn = aws_lb.public.arn
  port              = 443
  protocol          = "HTTPS"
  certificate_arn   = var.certificate

  default_action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
    }
  }
}

resource "aws_lb_listener" "fail_old_policies" {
  for_each = toset([
    "ELBSecurityPolicy-2016-08",           # expect: TFG102
    "ELBSecurityPolicy-FS-1-1-2019-08",    # expect: TFG102
    "ELBSecurityPolicy-TLS13-1-0-2021-06", # expect: TFG102
    "ELBSecurityPolicy-TLS-1-2-Ext-2018-06",
  ])

  load_balancer_arn = aws_lb.public.arn
  port              = 443
  protocol          = "TLS"
  ssl_policy        = each.key
  certificate_arn   = var.certificate

  default_action {
    type             = "forward"
    target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/a/1"
  }
}

resource "aws_alb_listener" "fail_policy_by_variable" {
  load_balancer_arn = aws_lb.public.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = var.policy
  certificate_arn   = var.certificate

  default_action {
    type             = "forward"
    target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/a/1"
  }
}

resource "aws_lb_listener_rule" "fail_rule" {
  listener_arn = aws_lb_listener.pass_redirect.arn

  action {
    type = "forward" # expect: TFG102

    forward {
      target_group {
        arn = "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/a/1"
      }
    }
  }

  condition {
    path_pattern {
      values = ["/api/*"]
    }
  }
}

resource "aws_lb_listener_rule" "pass_rule" {
  listener_arn = aws_lb_listener.pass_https.arn

  action {
    type             = "forward"
    target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/a/1"
  }

  condition {
    path_pattern {
      values = ["/api/*"]
    }
  }
}
