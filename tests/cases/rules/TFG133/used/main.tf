resource "aws_lb_listener" "pass_this" {
  load_balancer_arn = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/a/b"
  certificate_arn   = aws_acm_certificate_validation.pass_this.certificate_arn

  default_action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
      status_code  = "404"
    }
  }
}

resource "aws_acm_certificate" "fail_this" { # expect: TFG133
  domain_name       = "example.com"
  validation_method = "DNS"
}

resource "aws_acm_certificate_validation" "pass_this" {
  certificate_arn = aws_acm_certificate.fail_this.arn
}

resource "aws_db_parameter_group" "fail_this" { # expect: TFG133
  name_prefix = "app-"
  family      = "postgres16"
}

resource "aws_db_parameter_group" "pass_this" {
  name_prefix = "app-"
  family      = "postgres16"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_db_instance" "pass_one" {
  identifier           = "one"
  parameter_group_name = aws_db_parameter_group.fail_this.name
}

resource "aws_db_instance" "pass_two" {
  identifier           = "two"
  parameter_group_name = aws_db_parameter_group.pass_this.name
}
