variable "cidrs" {
  type = list(string)
}

variable "port" {
  type = number
}

resource "aws_security_group" "pass_alb" {
  name = "alb"

  ingress {
    from_port   = 80
    to_port     = 80
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }

  ingress {
    from_port        = 443
    to_port          = 443
    protocol         = "tcp"
    cidr_blocks      = ["0.0.0.0/0"]
    ipv6_cidr_blocks = ["::/0"]
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_lb" "pass_lb" {
  name            = "lb"
  security_groups = [aws_security_group.pass_alb.id]
  subnets         = ["subnet-1", "subnet-2"]
}

resource "aws_security_group_rule" "pass_unknown_cidr" {
  type              = "ingress"
  security_group_id = aws_security_group.pass_alb.id
  from_port         = 22
  to_port           = 22
  protocol          = "tcp"
  cidr_blocks       = var.cidrs
}

resource "aws_security_group_rule" "pass_unknown_port" {
  type              = "ingress"
  security_group_id = aws_security_group.pass_alb.id
  from_port         = var.port
  to_port           = var.port
  protocol          = "tcp"
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_security_group_rule" "pass_egress" {
  type              = "egress"
  security_group_id = aws_security_group.pass_alb.id
  from_port         = 22
  to_port           = 22
  protocol          = "tcp"
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_vpc_security_group_egress_rule" "pass_new_egress" {
  security_group_id = aws_security_group.pass_alb.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}

resource "aws_vpc_security_group_ingress_rule" "pass_ping" {
  security_group_id = aws_security_group.pass_alb.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "icmp"
  from_port         = 8
  to_port           = 0
}

resource "aws_vpc_security_group_ingress_rule" "pass_private" {
  security_group_id = aws_security_group.pass_alb.id
  cidr_ipv4         = "10.0.0.0/8"
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
}

resource "aws_vpc_security_group_ingress_rule" "pass_private_ipv6" {
  security_group_id = aws_security_group.pass_alb.id
  cidr_ipv6         = "fc00::/7"
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
}

resource "aws_default_security_group" "pass_default" {
  vpc_id = "vpc-0123456789abcdef0"
}

resource "aws_security_group" "pass_empty" {
  name = "empty"

  ingress = []
}
