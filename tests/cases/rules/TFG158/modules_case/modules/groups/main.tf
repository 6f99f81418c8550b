resource "aws_security_group" "database" { # expect: TFG158
  name = "database"
}

resource "aws_security_group" "app" {
  name = "app"
}

resource "aws_security_group" "worker" { # expect: TFG158
  name = "worker"
}

resource "aws_vpc_security_group_ingress_rule" "database" {
  security_group_id            = aws_security_group.database.id
  referenced_security_group_id = aws_security_group.app.id
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
}

resource "aws_vpc_security_group_egress_rule" "app" {
  security_group_id            = aws_security_group.app.id
  referenced_security_group_id = aws_security_group.database.id
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
}

resource "aws_vpc_security_group_egress_rule" "worker" {
  security_group_id = aws_security_group.worker.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

output "database_id" {
  value = aws_security_group.database.id
}

output "app_id" {
  value = aws_security_group.app.id
}

output "worker_id" {
  value = aws_security_group.worker.id
}
