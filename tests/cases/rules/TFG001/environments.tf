resource "aws_ecs_task_definition" "fail_jsonencode" {
  family = "orders"
  container_definitions = jsonencode([
    {
      name  = "api"
      image = "111111111111.dkr.ecr.us-east-1.amazonaws.com/api:1"
      environment = [
        { name = "DB_HOST", value = "db.internal" },
        { name = "DB_PASSWORD", value = "hunter2" }, # expect: TFG001
        { name = "STRIPE_API_KEY", value = 12345678 }, # expect: TFG001
        { name = "DATABASE_URL", value = "postgres://app:hunter2@db.internal/orders" }, # expect: TFG001
        { name = "SECRET_NAME", value = "prod/orders" },
        { name = "DB_PASSWORD_FILE", value = "/run/secrets/db" },
      ]
      command = ["serve", "--db-password", "hunter2", "--port", "8080"] # expect: TFG001
    },
  ])
}

resource "aws_ecs_task_definition" "fail_heredoc" {
  family                = "orders"
  container_definitions = <<-EOT
    [
      {
        "name": "api",
        "image": "${var.pass_image}",
        "environment": [
          {"name": "DB_HOST", "value": "db.internal"},
          {"name": "DB_PASSWORD", "value": "hunter2"},
          {
            "value": "hunter3",
            "name": "API_TOKEN"
          }
        ],
        "secrets": [
          {"name": "OTHER_PASSWORD", "valueFrom": "arn:aws:ssm:us-east-1:111111111111:parameter/x"}
        ]
      }
    ]
  EOT
}
# expect-at: 29 TFG001
# expect-at: 31 TFG001

variable "pass_image" {}

locals {
  pass_environment = {
    DB_HOST = "db.internal"
  }
  fail_environment = {
    DB_PASSWORD = "hunter2" # expect: TFG001
  }
  pass_given = "nothing"
  fail_given = "open-sesame" # expect: TFG001
}

resource "aws_ecs_task_definition" "fail_for" {
  family = "orders"
  container_definitions = jsonencode([{
    name        = "api"
    environment = [for name, value in local.fail_environment : { name = name, value = value }]
  }])
}

resource "aws_ecs_task_definition" "fail_through_local" {
  family = "orders"
  container_definitions = jsonencode([{
    name        = "api"
    environment = [{ name = "API_TOKEN", value = local.fail_given }]
  }])
}

resource "aws_ecs_task_definition" "pass_secrets" {
  family = "orders"
  container_definitions = jsonencode([{
    name        = "api"
    environment = [for name, value in local.pass_environment : { name = name, value = value }]
    secrets = [
      { name = "DB_PASSWORD", valueFrom = "arn:aws:secretsmanager:us-east-1:111111111111:secret:db" },
      { name = "API_TOKEN", valueFrom = "/prod/orders/token" },
      { name = "OTHER_TOKEN", valueFrom = "orders-token" },
    ]
    repositoryCredentials = {
      credentialsParameter = "arn:aws:secretsmanager:us-east-1:111111111111:secret:registry"
    }
  }])
}

resource "aws_lambda_function" "fail_variables" {
  environment {
    variables = {
      TABLE       = "orders"
      DB_PASSWORD = "hunter2" # expect: TFG001
      SMTP_PASS   = "hunter2" # expect: TFG001
    }
  }
}

resource "aws_lambda_function" "pass_variables" {
  environment {
    variables = {
      DB_SECRET_ARN = "arn:aws:secretsmanager:us-east-1:111111111111:secret:db"
      TOKEN_URL     = "https://login.example.com/token"
      TOKEN_TTL     = "3600"
    }
  }
}

resource "aws_codebuild_project" "fail_environment" {
  environment {
    environment_variable {
      name  = "NPM_TOKEN"
      value = "hunter2" # expect: TFG001
    }
  }
}

resource "aws_codebuild_project" "pass_environment" {
  environment {
    environment_variable {
      name  = "NPM_TOKEN"
      value = "npm-token-of-the-team"
      type  = "SECRETS_MANAGER"
    }
    environment_variable {
      name  = "OTHER_TOKEN"
      value = "shared-token"
      type  = "PARAMETER_STORE"
    }
  }
}

resource "aws_elastic_beanstalk_environment" "fail_setting" {
  setting {
    namespace = "aws:elasticbeanstalk:application:environment"
    name      = "DB_PASSWORD"
    value     = "hunter2" # expect: TFG001
  }
}

resource "helm_release" "fail_set" {
  set {
    name  = "auth.password"
    value = "hunter2" # expect: TFG001
  }
  set {
    name  = "auth.existingSecret"
    value = "orders-database"
  }
}

# Other keys between name and value; a document in a quoted string; a value from elsewhere in one.
resource "aws_ecs_task_definition" "fail_documents" {
  family                = "orders"
  container_definitions = <<-EOT
    [
      {
        "name": "api",
        "environment": [
          {"name": "DB_PASSWORD", "kind": "plain", "value": "hunter2"},
          {"name": "DB_HOST", "kind": "plain", "value": "db.internal"}
        ]
      }
    ]
  EOT
}
# expect-at: 161 TFG001

resource "aws_ecs_task_definition" "fail_quoted" {
  family                = "orders"
  container_definitions = "[{\"environment\": [{\"name\": \"DB_PASSWORD\", \"kind\": \"x\", \"value\": \"hunter2\"}]}]" # expect: TFG001
}

resource "aws_ecs_task_definition" "fail_brought" {
  family                = "orders"
  container_definitions = <<-EOT
    [{"name": "api", "environment": [{"name": "API_TOKEN", "value": "${local.fail_brought}"}]}]
  EOT
}

locals {
  fail_brought = "open-sesame-2" # expect: TFG001
}

resource "aws_ecs_task_definition" "pass_documents" {
  family                = "orders"
  container_definitions = <<-EOT
    [{"name": "api", "environment": [{"name": "API_TOKEN", "kind": "x", "value": "${var.pass_image}"}]}]
  EOT
}
