provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["111111111111"]
}

locals {
  trust = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
    }]
  })
}

resource "aws_secretsmanager_secret" "pass_database" {
  name = "orders/database"
}

resource "aws_secretsmanager_secret" "fail_other" {
  name = "orders/other"
}

resource "aws_db_instance" "pass_managed" {
  manage_master_user_password = true
}

resource "aws_ssm_parameter" "pass_parameter" {
  name  = "/orders/token"
  type  = "SecureString"
  value = var.pass_value
}

variable "pass_value" {}
variable "pass_policies" {}

# Everything that is asked for.
resource "aws_iam_role" "pass_reader" {
  name               = "pass-reader"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "pass_reader" {
  role = aws_iam_role.pass_reader.id
  policy = jsonencode({
    Statement = [
      {
        Effect = "Allow"
        Action = ["secretsmanager:GetSecretValue"]
        Resource = [
          aws_secretsmanager_secret.pass_database.arn,
          aws_db_instance.pass_managed.master_user_secret[0].secret_arn,
          "arn:aws:secretsmanager:us-east-1:111111111111:secret:orders/partner-*",
          "arn:aws:secretsmanager:us-east-1:111111111111:secret:orders/exact-??????",
        ]
      },
      {
        Effect   = "Allow"
        Action   = "ssm:GetParameters"
        Resource = "arn:aws:ssm:us-east-1:111111111111:parameter/orders/*"
      },
    ]
  })
}

resource "aws_ecs_task_definition" "pass_reader" {
  family             = "app"
  execution_role_arn = aws_iam_role.pass_reader.arn
  container_definitions = jsonencode([{
    name = "app"
    secrets = [
      { name = "A", valueFrom = aws_secretsmanager_secret.pass_database.arn },
      { name = "B", valueFrom = "${aws_secretsmanager_secret.pass_database.arn}:password::" },
      { name = "C", valueFrom = "${aws_db_instance.pass_managed.master_user_secret[0].secret_arn}:password::" },
      { name = "D", valueFrom = "arn:aws:secretsmanager:us-east-1:111111111111:secret:orders/partner-AbCdEf:key::" },
      { name = "E", valueFrom = "arn:aws:secretsmanager:us-east-1:111111111111:secret:orders/exact" },
      { name = "F", valueFrom = aws_ssm_parameter.pass_parameter.arn },
      { name = "G", valueFrom = aws_ssm_parameter.pass_parameter.name },
      { name = "H", valueFrom = "/orders/token" },
      { name = "I", valueFrom = "arn:aws:ssm:us-east-1:111111111111:parameter/orders/token" },
      { name = "J", valueFrom = var.pass_value },
    ]
  }])
}

resource "aws_iam_role" "fail_reader" {
  name               = "fail-reader"
  assume_role_policy = local.trust
}

data "aws_iam_policy_document" "fail_reader" {
  statement { # expect: TFG156
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [aws_secretsmanager_secret.pass_database.arn]
  }

  statement { # expect: TFG156
    actions   = ["ssm:GetParameter"]
    resources = ["arn:aws:ssm:us-east-1:111111111111:parameter/orders/*"]
  }
}

resource "aws_iam_role_policy" "fail_reader" { # the parameter has no statement of its own
  role   = aws_iam_role.fail_reader.name
  policy = data.aws_iam_policy_document.fail_reader.json
}

resource "aws_ecs_task_definition" "fail_reader" {
  family             = "app"
  execution_role_arn = aws_iam_role.fail_reader.arn
  container_definitions = jsonencode([{
    name = "app"
    secrets = [
      { name = "A", valueFrom = aws_secretsmanager_secret.pass_database.arn },
      { name = "B", valueFrom = aws_secretsmanager_secret.fail_other.arn },
      { name = "C", valueFrom = "/orders/token" },
    ]
  }])
}

resource "aws_iam_role" "fail_options" {
  name               = "fail-options"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "fail_options" {
  role = aws_iam_role.fail_options.name
  policy = jsonencode({
    Statement = [{ # expect: TFG156 TFG156
      Effect = "Allow"
      Action = "secretsmanager:GetSecretValue"
      Resource = [
        "arn:aws:secretsmanager:us-east-1:111111111111:secret:orders/o*",
        aws_secretsmanager_secret.pass_database.arn,
      ]
    }]
  })
}

resource "aws_ecs_task_definition" "fail_options" {
  family             = "app"
  execution_role_arn = aws_iam_role.fail_options.arn
  container_definitions = jsonencode([{
    name                  = "app"
    repositoryCredentials = { credentialsParameter = "arn:aws:secretsmanager:us-east-1:111111111111:secret:registry-AbCdEf" }
    logConfiguration = {
      logDriver = "awsfirelens"
      secretOptions = [
        { name = "apiKey", valueFrom = "arn:aws:secretsmanager:us-east-1:111111111111:secret:vendor-AbCdEf" },
        { name = "other", valueFrom = "arn:aws:secretsmanager:us-east-1:111111111111:secret:orders/other" },
      ]
    }
  }])
}

# The secret that RDS keeps is none of those that are looked up by name.
data "aws_secretsmanager_secret" "fail_looked_up" {
  for_each = toset(["payment", "mail"])
  name     = "orders-${each.key}"
}

resource "aws_iam_role" "fail_looked_up" {
  name               = "fail-looked-up"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "fail_looked_up" {
  role = aws_iam_role.fail_looked_up.name
  policy = jsonencode({
    Statement = [{ # expect: TFG156
      Effect = "Allow"
      Action = "secretsmanager:GetSecretValue"
      Resource = [
        aws_db_instance.pass_managed.master_user_secret[0].secret_arn,
        data.aws_secretsmanager_secret.fail_looked_up["mail"].arn,
      ]
    }]
  })
}

resource "aws_ecs_task_definition" "fail_looked_up" {
  family             = "app"
  execution_role_arn = aws_iam_role.fail_looked_up.arn
  container_definitions = jsonencode([{
    name = "app"
    secrets = [
      { name = "A", valueFrom = "${aws_db_instance.pass_managed.master_user_secret[0].secret_arn}:password::" },
      { name = "B", valueFrom = data.aws_secretsmanager_secret.fail_looked_up["mail"].arn },
      { name = "C", valueFrom = "${data.aws_secretsmanager_secret.fail_looked_up["payment"].arn}:key::" },
    ]
  }])
}

resource "aws_iam_role" "fail_no_policy" { # expect: TFG156
  name               = "fail-no-policy"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy_attachment" "pass_managed" {
  role       = aws_iam_role.fail_no_policy.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_task_definition" "fail_no_policy" {
  family                = "app"
  execution_role_arn    = aws_iam_role.fail_no_policy.arn
  container_definitions = <<-EOT
    [{
      "name": "app",
      "secrets": [{"name": "A", "valueFrom": "${aws_secretsmanager_secret.pass_database.arn}"}]
    }]
  EOT
}

resource "aws_ecs_task_definition" "fail_no_role" { # expect: TFG156
  family = "app"
  container_definitions = jsonencode([{
    name    = "app"
    secrets = [{ name = "A", valueFrom = aws_secretsmanager_secret.pass_database.arn }]
  }])
}

resource "aws_iam_role" "pass_unknown" {
  name               = "pass-unknown"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy_attachment" "pass_unknown" {
  for_each = var.pass_policies

  role       = aws_iam_role.pass_unknown.name
  policy_arn = each.value
}

resource "aws_ecs_task_definition" "pass_unknown" {
  family             = "app"
  execution_role_arn = aws_iam_role.pass_unknown.arn
  container_definitions = jsonencode([{
    name    = "app"
    secrets = [{ name = "A", valueFrom = aws_secretsmanager_secret.pass_database.arn }]
  }])
}

resource "aws_iam_role" "pass_all_secrets" {
  name                = "pass-all-secrets"
  assume_role_policy  = local.trust
  managed_policy_arns = ["arn:aws:iam::aws:policy/SecretsManagerReadWrite"]
}

resource "aws_ecs_task_definition" "pass_all_secrets" {
  family             = "app"
  execution_role_arn = aws_iam_role.pass_all_secrets.arn
  container_definitions = jsonencode([{
    name    = "app"
    secrets = [{ name = "A", valueFrom = aws_secretsmanager_secret.pass_database.arn }]
  }])
}
