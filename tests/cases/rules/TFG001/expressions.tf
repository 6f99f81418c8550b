locals {
  fail_db_password = "hunter2" # expect: TFG001
  pass_passwords   = { for name in ["a", "b"] : name => random_password.pass_each[name].result }
  fail_passwords = {
    for name in ["a", "b"] : name => "hunter2" # expect: TFG001
  }
  fail_credentials = {
    username = "app"
    password = "hunter2" # expect: TFG001
    token    = { value = "hunter2" } # expect: TFG001
  }
  pass_prefix = "orders"
  fail_words  = "open-sesame" # expect: TFG001
}

resource "random_password" "pass_each" {
  for_each = toset(["a", "b"])
  length   = 20
}

variable "pass_optional" {
  type = object({
    password = optional(string)
    port     = optional(number, 5432)
  })
}

variable "fail_optional" {
  type = object({
    password = optional(string, "hunter2") # expect: TFG001
  })
}

variable "pass_password" {
  type      = string
  sensitive = true
  default   = null
}

resource "aws_db_instance" "fail_conditional" {
  password = var.pass_password == null ? "hunter2" : var.pass_password # expect: TFG001
}

resource "aws_db_instance" "fail_coalesce" {
  password = coalesce(var.pass_password, "hunter2") # expect: TFG001
}

resource "aws_db_instance" "fail_try" {
  password = try(var.pass_optional.password, "hunter2") # expect: TFG001
}

resource "aws_db_instance" "fail_lookup" {
  password = lookup(var.pass_optional, "password", "hunter2") # expect: TFG001
}

resource "aws_db_instance" "fail_sensitive" {
  password = sensitive("hunter2") # expect: TFG001
}

resource "aws_db_instance" "fail_parenthesis" {
  password = ("hunter2") # expect: TFG001
}

# The same local, whose name says nothing, in three places: one finding, at the literal.
resource "aws_db_instance" "fail_local" {
  password = local.fail_words
}

resource "aws_db_instance" "fail_local_again" {
  password = local.fail_words
}

resource "aws_db_instance" "pass_partly_known" {
  password = "${local.pass_prefix}-${random_password.pass_each["a"].result}"
}

resource "aws_db_instance" "fail_whole_text" {
  password = "${local.pass_prefix}-2024" # expect: TFG001
}

resource "aws_db_instance" "pass_reference_to_password" {
  password = random_password.pass_each["a"].result
  username = local.pass_passwords["a"] == "" ? "none" : "app"
}

resource "aws_secretsmanager_secret_version" "fail_string" {
  secret_string = "hunter2" # expect: TFG001
}

resource "aws_secretsmanager_secret_version" "fail_json" {
  secret_string = jsonencode({
    username = "app"
    password = "hunter2" # expect: TFG001
    host     = "db.internal"
    port     = 5432
  })
}

resource "aws_secretsmanager_secret_version" "pass_json" {
  secret_string = jsonencode({
    username = "app"
    password = random_password.pass_each["a"].result
    host     = "db.internal"
  })
}

resource "aws_secretsmanager_secret_version" "fail_document" {
  secret_string = <<-EOT
    {"username": "app", "password": "hunter2"}
  EOT
}
# expect-at: 109 TFG001

resource "aws_secretsmanager_secret_version" "pass_placeholder" {
  secret_string = "placeholder"

  lifecycle {
    ignore_changes = [secret_string]
  }
}

resource "aws_secretsmanager_secret_version" "pass_placeholder_object" {
  secret_string = jsonencode({ password = "CHANGE_ME" })

  lifecycle {
    ignore_changes = [secret_string, version_stages]
  }
}

resource "aws_secretsmanager_secret_version" "fail_placeholder_stays" {
  secret_string = "placeholder" # expect: TFG001
}

resource "aws_ssm_parameter" "fail_secure" {
  name  = "/prod/orders/partner"
  type  = "SecureString"
  value = "hunter2" # expect: TFG001
}

resource "aws_ssm_parameter" "fail_name" {
  name  = "/prod/orders/password"
  type  = "String"
  value = "hunter2" # expect: TFG001
}

resource "aws_ssm_parameter" "fail_template_name" {
  name  = "/${local.pass_prefix}/password"
  type  = "String"
  value = "hunter2" # expect: TFG001
}

resource "aws_ssm_parameter" "pass_plain" {
  name  = "/prod/orders/log-level"
  type  = "String"
  value = "debug"
}

resource "aws_ssm_parameter" "pass_secure" {
  name  = "/prod/orders/partner"
  type  = "SecureString"
  value = random_password.pass_each["b"].result
}

resource "aws_ssm_parameter" "pass_set_by_hand" {
  name  = "/prod/orders/partner"
  type  = "SecureString"
  value = "changeme"

  lifecycle {
    ignore_changes = [value]
  }
}

resource "aws_ssm_parameter" "fail_write_only" {
  name             = "/prod/orders/partner"
  type             = "SecureString"
  value_wo         = "hunter2" # expect: TFG001
  value_wo_version = 1
}

resource "aws_api_gateway_api_key" "fail_value" {
  name  = "partner"
  value = "0123456789abcdefghij" # expect: TFG001
}

resource "aws_api_gateway_api_key" "pass_generated" {
  name = "partner"
}

resource "aws_kms_ciphertext" "fail_plaintext" {
  key_id    = "alias/orders"
  plaintext = "hunter2" # expect: TFG001
}
