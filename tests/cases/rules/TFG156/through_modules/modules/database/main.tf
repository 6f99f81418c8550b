resource "aws_secretsmanager_secret" "this" {
  name_prefix = "database-"
}

output "secret_arn" {
  value = aws_secretsmanager_secret.this.arn
}
