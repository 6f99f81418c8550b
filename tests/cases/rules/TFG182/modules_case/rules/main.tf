variable "security_group_id" {
  type = string
}

resource "aws_security_group_rule" "database" { # expect: TFG182
  type              = "egress"
  security_group_id = var.security_group_id
  from_port         = 5432
  to_port           = 5432
  protocol          = "tcp"
  cidr_blocks       = ["10.0.0.0/16"]
}
