provider "aws" {
  region = "us-east-1"
}

resource "aws_lb" "pass_main" {
  name = "main"
}

resource "aws_lb_target_group" "pass_default" {
  target_type = "ip"
}

resource "aws_lb_target_group" "pass_rule" {
  target_type = "ip"
}

resource "aws_lb_target_group" "pass_forward" {
  target_type = "ip"
}

resource "aws_lb_target_group" "fail_unused" {
  target_type = "ip"
}

resource "aws_lb_listener" "pass_https" {
  load_balancer_arn = aws_lb.pass_main.arn

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.pass_default.arn
  }
}

resource "aws_lb_listener" "pass_redirect" {
  load_balancer_arn = aws_lb.pass_main.arn

  default_action {
    type = "redirect"

    redirect {
      port        = "443"
      status_code = "HTTP_301"
    }
  }
}

resource "aws_lb_listener_rule" "pass_rule" {
  listener_arn = aws_lb_listener.pass_https.arn

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.pass_rule.arn
  }
}

resource "aws_lb_listener_rule" "pass_weighted" {
  listener_arn = aws_lb_listener.pass_https.arn

  action {
    type = "forward"

    forward {
      target_group {
        arn    = aws_lb_target_group.pass_forward.arn
        weight = 1
      }
    }
  }
}

resource "aws_ecs_service" "fail_nothing" {
  name = "api"

  load_balancer {
    target_group_arn = aws_lb_target_group.pass_default.arn # expect: TFG153
    container_name   = "api"
    container_port   = 8080
  }
}

resource "aws_ecs_service" "fail_wrong_listener" {
  name = "api"

  load_balancer {
    target_group_arn = aws_lb_target_group.pass_default.arn # expect: TFG153
    container_name   = "api"
    container_port   = 8080
  }

  depends_on = [aws_lb.pass_main, aws_lb_listener.pass_redirect]
}

resource "aws_ecs_service" "fail_rule" {
  name = "api"

  load_balancer {
    target_group_arn = aws_lb_target_group.pass_rule.arn # expect: TFG153
    container_name   = "api"
    container_port   = 8080
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.pass_forward.arn # expect: TFG153
    container_name   = "api"
    container_port   = 8080
  }

  depends_on = [aws_lb_listener.pass_https]
}

resource "aws_ecs_service" "fail_unused" {
  name = "api"

  load_balancer {
    target_group_arn = aws_lb_target_group.fail_unused.arn # expect: TFG153
    container_name   = "api"
    container_port   = 8080
  }

  depends_on = [aws_lb_listener.pass_https]
}

resource "aws_ecs_service" "pass_depends_on" {
  name = "api"

  load_balancer {
    target_group_arn = aws_lb_target_group.pass_default.arn
    container_name   = "api"
    container_port   = 8080
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.pass_rule.arn
    container_name   = "api"
    container_port   = 8080
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.pass_forward.arn
    container_name   = "api"
    container_port   = 8080
  }

  depends_on = [aws_lb_listener.pass_https, aws_lb_listener_rule.pass_rule, aws_lb_listener_rule.pass_weighted]
}

# The listener gives the ARN itself.
resource "aws_ecs_service" "pass_reference" {
  name = "api"

  load_balancer {
    target_group_arn = aws_lb_listener.pass_https.default_action[0].target_group_arn
    container_name   = "api"
    container_port   = 8080
  }
}

resource "aws_ecs_service" "pass_tag" {
  name = "api"

  load_balancer {
    target_group_arn = aws_lb_target_group.pass_default.arn
    container_name   = "api"
    container_port   = 8080
  }

  tags = {
    Listener = aws_lb_listener.pass_https.arn
  }
}

resource "aws_ecs_service" "pass_elsewhere" {
  name = "api"

  load_balancer {
    target_group_arn = var.pass_target_group_arn
    container_name   = "api"
    container_port   = 8080
  }
}

variable "pass_target_group_arn" {}

resource "aws_ecs_service" "pass_worker" {
  name = "worker"
}
