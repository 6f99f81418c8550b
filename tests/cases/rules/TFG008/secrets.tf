provider "aws" {
  region = "us-east-1"
}

variable "password" {
  type = string
}

resource "random_password" "fail_this" {
  length = 32
}

resource "aws_iam_access_key" "fail_this" {
  user = "ci"
}

resource "aws_secretsmanager_secret" "pass_this" {
  name = "database"
}

resource "aws_secretsmanager_secret_version" "fail_this" {
  secret_id     = aws_secretsmanager_secret.pass_this.id
  secret_string = jsonencode({ password = random_password.fail_this.result })
}

data "aws_ssm_parameter" "fail_this" {
  name = "/app/token"
}

output "fail_result" {
  value = random_password.fail_this.result # expect: TFG008
}

output "fail_not_marked" {
  value     = random_password.fail_this.result # expect: TFG008
  sensitive = false
}

output "fail_text" {
  value = "postgres://app:${random_password.fail_this.result}@db" # expect: TFG008
}

output "fail_map" {
  value = { # expect: TFG008
    id     = aws_iam_access_key.fail_this.id
    secret = aws_iam_access_key.fail_this.secret
  }
}

output "fail_version" {
  value = aws_secretsmanager_secret_version.fail_this.secret_string # expect: TFG008
}

output "fail_parameter" {
  value = nonsensitive(data.aws_ssm_parameter.fail_this.value) # expect: TFG008
}

output "fail_password" {
  value = var.password # expect: TFG008
}

output "pass_marked" {
  value     = random_password.fail_this.result
  sensitive = true
}

output "pass_arn" {
  value = aws_secretsmanager_secret.pass_this.arn
}

output "pass_where_password" {
  value = aws_secretsmanager_secret.pass_this.arn
}

output "pass_parameter_password" {
  value = data.aws_ssm_parameter.fail_this.name
}

output "pass_length" {
  value = random_password.fail_this.length
}

variable "marked" {
  type      = string
  sensitive = true
}

output "fail_variable" {
  value = "x-${var.marked}" # expect: TFG008
}

output "pass_variable" {
  value     = var.marked
  sensitive = true
}

output "pass_unmarked" {
  value = nonsensitive(length(var.marked))
}
