resource "aws_security_group" "alb" { # expect: TFG173 TFG173
  name = "alb"
}

resource "aws_security_group" "app" {
  name = "app"
}

resource "aws_security_group" "closed" { # expect: TFG173
  name = "closed"
}

resource "aws_vpc_security_group_egress_rule" "alb" {
  security_group_id            = aws_security_group.alb.id
  referenced_security_group_id = aws_security_group.app.id
  ip_protocol                  = "tcp"
  from_port                    = 8080
  to_port                      = 8080
}

resource "aws_vpc_security_group_egress_rule" "alb_to_closed" {
  security_group_id            = aws_security_group.alb.id
  referenced_security_group_id = aws_security_group.closed.id
  ip_protocol                  = "tcp"
  from_port                    = 8000
  to_port                      = 8999
}

resource "aws_vpc_security_group_ingress_rule" "app" {
  security_group_id            = aws_security_group.app.id
  referenced_security_group_id = aws_security_group.alb.id
  ip_protocol                  = "tcp"
  from_port                    = 0
  to_port                      = 65535
}

resource "aws_lb" "public" {
  name            = "public"
  subnets         = ["subnet-1", "subnet-2"]
  security_groups = [aws_security_group.alb.id]
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.public.arn
  port              = 443

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.pass_group.arn
  }
}

resource "aws_lb_listener_rule" "other" {
  for_each = {
    port   = aws_lb_target_group.fail_port.arn
    closed = aws_lb_target_group.fail_closed.arn
    health = aws_lb_target_group.fail_health.arn
  }

  listener_arn = aws_lb_listener.https.arn

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

resource "aws_lb_target_group" "pass_group" {
  port = 8080
}

resource "aws_lb_target_group" "fail_port" {
  port = 9090
}

resource "aws_lb_target_group" "fail_closed" {
  port = 8080
}

resource "aws_lb_target_group" "fail_health" {
  port = 8080

  health_check {
    path = "/health"
    port = 9091
  }
}

resource "aws_lb_target_group" "pass_unused" {
  port = 7000
}

module "pass_service" {
  source            = "./service"
  security_group_id = aws_security_group.app.id
  target_group_arn  = aws_lb_target_group.pass_group.arn
  port              = 8080
}

# Nothing of the load balancer goes out on this port.
module "fail_port" {
  source            = "./service"
  security_group_id = aws_security_group.app.id
  target_group_arn  = aws_lb_target_group.fail_port.arn
  port              = 9090
}

# The service lets nobody in.
module "fail_closed" {
  source            = "./service"
  security_group_id = aws_security_group.closed.id
  target_group_arn  = aws_lb_target_group.fail_closed.arn
  port              = 8080
}

# The traffic passes, the health check does not.
module "fail_health" {
  source            = "./service"
  security_group_id = aws_security_group.app.id
  target_group_arn  = aws_lb_target_group.fail_health.arn
  port              = 8080
}

module "pass_no_listener" {
  source            = "./service"
  security_group_id = aws_security_group.closed.id
  target_group_arn  = aws_lb_target_group.pass_unused.arn
  port              = 7000
}

provider "aws" {
  region = "us-east-1"
}
