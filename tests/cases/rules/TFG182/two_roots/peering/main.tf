provider "aws" {
  alias               = "dev"
  region              = "us-east-1"
  allowed_account_ids = ["111111111111"]
}

provider "aws" {
  alias               = "prod"
  region              = "us-east-1"
  allowed_account_ids = ["222222222222"]
}

data "aws_security_group" "dev_app" {
  provider = aws.dev
  name     = "payments-dev-app"
}

data "aws_security_group" "prod_app" {
  provider = aws.prod
  name     = "payments-dev-app"
}

# The group of the other root removes it at its next apply.
resource "aws_vpc_security_group_egress_rule" "fail_looked_up" { # expect: TFG182
  provider          = aws.dev
  security_group_id = data.aws_security_group.dev_app.id
  cidr_ipv4         = "10.1.0.0/16"
  ip_protocol       = "tcp"
  from_port         = 8080
  to_port           = 8080
}

# A group of that name in another account is another group.
resource "aws_vpc_security_group_egress_rule" "pass_other_account" {
  provider          = aws.prod
  security_group_id = data.aws_security_group.prod_app.id
  cidr_ipv4         = "10.0.0.0/16"
  ip_protocol       = "tcp"
  from_port         = 8080
  to_port           = 8080
}

resource "aws_vpc_security_group_ingress_rule" "pass_other_direction" {
  provider          = aws.dev
  security_group_id = data.aws_security_group.dev_app.id
  cidr_ipv4         = "10.1.0.0/16"
  ip_protocol       = "tcp"
  from_port         = 8080
  to_port           = 8080
}
