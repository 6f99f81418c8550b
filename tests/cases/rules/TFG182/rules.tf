resource "aws_security_group" "inline" {
  name = "inline"

  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
}

resource "aws_vpc_security_group_ingress_rule" "fail_new" { # expect: TFG182
  security_group_id = aws_security_group.inline.id
  cidr_ipv4         = "10.1.0.0/16"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_security_group_rule" "fail_old" { # expect: TFG182
  security_group_id = aws_security_group.inline.id
  type              = "ingress"
  cidr_blocks       = ["10.1.0.0/16"]
  protocol          = "tcp"
  from_port         = 80
  to_port           = 80
}

# The other direction is not inline.
resource "aws_vpc_security_group_egress_rule" "pass_other_direction" {
  security_group_id = aws_security_group.inline.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}

resource "aws_security_group" "pass_ignores" {
  name = "ignores"

  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }

  lifecycle {
    ignore_changes = [ingress]
  }
}

resource "aws_vpc_security_group_ingress_rule" "pass_ignored" {
  security_group_id = aws_security_group.pass_ignores.id
  cidr_ipv4         = "10.1.0.0/16"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_default_security_group" "default" {
  vpc_id = "vpc-1"

  egress = [{
    from_port        = 0
    to_port          = 0
    protocol         = "-1"
    cidr_blocks      = ["0.0.0.0/0"]
    ipv6_cidr_blocks = []
    prefix_list_ids  = []
    security_groups  = []
    self             = false
    description      = ""
  }]
}

resource "aws_vpc_security_group_egress_rule" "fail_default" { # expect: TFG182
  security_group_id = aws_default_security_group.default.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}

resource "aws_vpc_security_group_egress_rule" "fail_all_with_ports" {
  security_group_id = "sg-1"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
  from_port         = 0 # expect: TFG182
  to_port           = 65535
}

resource "aws_security_group" "fail_inline_all" {
  name = "all"

  egress {
    from_port   = 0
    to_port     = 65535 # expect: TFG182
    protocol    = "all"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "pass_inline_all" {
  name = "all"

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

# AWS ignores these ports, and a well-known module writes them.
resource "aws_security_group_rule" "pass_old_all" {
  type              = "egress"
  security_group_id = "sg-1"
  from_port         = -1
  to_port           = -1
  protocol          = "-1"
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_vpc_security_group_ingress_rule" "fail_backwards" {
  security_group_id = "sg-1"
  cidr_ipv4         = "10.0.0.0/16"
  ip_protocol       = "tcp"
  from_port         = 9000 # expect: TFG182
  to_port           = 8000
}

resource "aws_vpc_security_group_ingress_rule" "fail_no_ports" { # expect: TFG182
  security_group_id = "sg-1"
  cidr_ipv4         = "10.0.0.0/16"
  ip_protocol       = "tcp"
}

resource "aws_vpc_security_group_ingress_rule" "pass_ping" {
  security_group_id = "sg-1"
  cidr_ipv4         = "10.0.0.0/16"
  ip_protocol       = "icmp"
  from_port         = 8
  to_port           = 0
}

variable "port" {
  type = number
}

resource "aws_vpc_security_group_ingress_rule" "pass_unknown" {
  security_group_id = "sg-1"
  cidr_ipv4         = "10.0.0.0/16"
  ip_protocol       = "tcp"
  from_port         = var.port
  to_port           = 80
}

# Other changes of the group are ignored, not those of its rules.
resource "aws_security_group" "ignores_tags" {
  name = "ignores-tags"

  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }

  lifecycle {
    ignore_changes = [tags]
  }
}

resource "aws_vpc_security_group_ingress_rule" "fail_ignores_tags" { # expect: TFG182
  security_group_id = aws_security_group.ignores_tags.id
  cidr_ipv4         = "10.1.0.0/16"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}
