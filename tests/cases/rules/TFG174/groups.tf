variable "name" {
  type    = string
  default = "payments-worker" # expect: TFG174
}

variable "unknown" {
  type = string
}

variable "port" {
  type    = number
  default = 8080
}

locals {
  groups = { api = 8080, web = 8081 }
}

resource "aws_lb_target_group" "pass_hash" {
  name   = "payments-${substr(sha1("ip-http-${var.port}"), 0, 5)}"
  port   = var.port
  vpc_id = "vpc-1"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lb_target_group" "pass_rendered_hash" {
  name = "payments-a793a"
  port = 8080

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lb_target_group" "pass_port" {
  name = "payments-${var.port}"
  port = var.port

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lb_target_group" "pass_target_type" {
  name        = "payments-${local.type}"
  port        = 80
  target_type = local.type

  lifecycle {
    create_before_destroy = true
  }
}

locals {
  type = "ip"
}

resource "aws_lb_target_group" "pass_prefix" {
  name_prefix = "pay-"
  port        = 8080

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lb_target_group" "pass_unknown" {
  name = var.unknown
  port = 8080

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lb_target_group" "pass_unused" {
  name = "payments-unused"
  port = 8080
}

resource "aws_lb_target_group" "fail_prefix_too_long" {
  name_prefix = "payments-" # expect: TFG174
  port        = 8080
}

resource "aws_lb_target_group" "fail_no_lifecycle" { # expect: TFG174
  name = "payments-a793a"
  port = 8080
}

resource "aws_lb_target_group" "fail_off" {
  name_prefix = "pay-"
  port        = 8080

  lifecycle {
    create_before_destroy = false # expect: TFG174
  }
}

resource "aws_alb_target_group" "fail_fixed_name" {
  name = "payments-api" # expect: TFG174
  port = 8080

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lb_target_group" "fail_by_variable" {
  name = var.name
  port = var.port

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lb_target_group" "fail_for_each" {
  for_each = local.groups

  name = "payments-${each.key}-facade" # expect: TFG174 TFG174
  port = each.value

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lb_listener" "all" {
  load_balancer_arn = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/a/1"

  default_action {
    type = "forward"

    forward {
      target_group {
        arn = aws_lb_target_group.pass_hash.arn
      }

      target_group {
        arn = aws_lb_target_group.pass_rendered_hash.arn
      }

      target_group {
        arn = aws_lb_target_group.fail_no_lifecycle.arn
      }

      dynamic "target_group" {
        for_each = aws_lb_target_group.fail_for_each
        content {
          arn = target_group.value.arn
        }
      }
    }
  }
}

resource "aws_lb_listener_rule" "named" {
  for_each = {
    port    = aws_lb_target_group.pass_port.arn
    type    = aws_lb_target_group.pass_target_type.arn
    prefix  = aws_lb_target_group.pass_prefix.arn
    unknown = aws_lb_target_group.pass_unknown.arn
    off     = aws_lb_target_group.fail_off.arn
    fixed   = aws_alb_target_group.fail_fixed_name.arn
    name    = aws_lb_target_group.fail_by_variable.arn
  }

  listener_arn = aws_lb_listener.all.arn

  action {
    type             = "forward"
    target_group_arn = each.value
  }

  condition {
    host_header {
      values = ["${each.key}.example.com"]
    }
  }
}
