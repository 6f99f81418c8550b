variable "fail_db_password" {
  type    = string
  default = "hunter2" # expect: TFG001
}

variable "fail_sensitive_api_key" {
  type      = string
  sensitive = true
  default   = "0123-4567" # expect: TFG001
}

variable "fail_credentials" {
  default = {
    user = "app"
    pass = "x"
    auth = {
      password = "hunter2" # expect: TFG001
    }
  }
}

# The name says nothing; the attribute that it reaches does.
variable "fail_initial" {
  default = "open-sesame" # expect: TFG001
}

resource "aws_db_instance" "fail_initial" {
  password = var.fail_initial
}

variable "pass_unused_word" {
  default = "open-sesame"
}

variable "pass_db_password" {
  type      = string
  sensitive = true
}

variable "pass_null_password" {
  default = null
}

variable "pass_empty_password" {
  default = ""
}

variable "pass_db_password_secret_name" {
  default = "prod/orders/database"
}

variable "pass_secret_arn" {
  default = "arn:aws:secretsmanager:us-east-1:111111111111:secret:db-AbCdEf"
}

variable "pass_create_random_password" {
  default = true
}

variable "pass_random_password_length" {
  default = 16
}

variable "pass_manage_master_user_password" {
  default = true
}

variable "pass_http_tokens" {
  default = "required"
}

variable "pass_max_tokens" {
  default = 4096
}

variable "pass_secrets" {
  type    = map(string)
  default = {}
}

variable "pass_secret_recovery_window" {
  default = 30
}

output "fail_admin_password" {
  value = "hunter2" # expect: TFG001
}

output "pass_password_arn" {
  value = "arn:aws:secretsmanager:us-east-1:111111111111:secret:db-AbCdEf"
}

output "pass_admin_password" {
  value     = random_password.pass_admin.result
  sensitive = true
}

resource "random_password" "pass_admin" {
  length = 20
}
