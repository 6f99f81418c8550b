variable "security_group_id" {
  type = string
}

resource "aws_db_instance" "this" {
  identifier                  = "payments"
  engine                      = "postgres"
  manage_master_user_password = true
  vpc_security_group_ids      = [var.security_group_id]
}

output "address" {
  value = aws_db_instance.this.address
}

output "secret_arn" {
  value = aws_db_instance.this.master_user_secret[0].secret_arn
}
