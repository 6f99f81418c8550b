variable "ssh_cidr" {
  type = string
}

variable "https" {
  type    = string
  default = "0.0.0.0/0" # expect: TFG111
}

resource "aws_security_group" "app" {
  name = "app"
}

resource "aws_vpc_security_group_ingress_rule" "ssh" {
  security_group_id = aws_security_group.app.id
  cidr_ipv4         = var.ssh_cidr
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
}

resource "aws_vpc_security_group_ingress_rule" "https" {
  security_group_id = aws_security_group.app.id
  cidr_ipv4         = var.https
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

output "app_id" {
  value = aws_security_group.app.id
}
