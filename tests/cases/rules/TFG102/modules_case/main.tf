resource "aws_acm_certificate" "this" {
  domain_name       = "api.example.com"
  validation_method = "DNS"
}

resource "aws_acm_certificate_validation" "this" {
  certificate_arn = aws_acm_certificate.this.arn
}

resource "aws_acm_certificate" "imported" {
  private_key      = "key"
  certificate_body = "body"
}

data "aws_acm_certificate" "issued" {
  domain = "api.example.com"
}

module "pass_validated" {
  source          = "./alb"
  certificate_arn = aws_acm_certificate_validation.this.certificate_arn
}

module "pass_imported" {
  source          = "./alb"
  certificate_arn = aws_acm_certificate.imported.arn
}

module "pass_issued" {
  source          = "./alb"
  certificate_arn = data.aws_acm_certificate.issued.arn
}

module "fail_requested" {
  source          = "./alb"
  certificate_arn = aws_acm_certificate.this.arn # expect: TFG102
}

resource "aws_lb_listener_certificate" "pass_waits" {
  listener_arn    = module.pass_validated.listener_arn
  certificate_arn = aws_acm_certificate.this.arn
  depends_on      = [aws_acm_certificate_validation.this]
}

resource "aws_lb_listener_certificate" "fail_does_not_wait" {
  listener_arn    = module.pass_issued.listener_arn
  certificate_arn = aws_acm_certificate.this.arn # expect: TFG102
}

resource "aws_apigatewayv2_domain_name" "fail_gateway" {
  domain_name = "api.example.com"

  domain_name_configuration {
    certificate_arn = aws_acm_certificate.this.arn # expect: TFG102
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }
}
