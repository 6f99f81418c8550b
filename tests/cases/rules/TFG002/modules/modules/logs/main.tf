variable "name" {
  type = string
}

resource "aws_cloudwatch_log_group" "pass_this" {
  name              = var.name
  retention_in_days = 365
}

output "name" {
  value = aws_cloudwatch_log_group.pass_this.name
}
