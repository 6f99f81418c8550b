provider "aws" {
  region     = "us-east-1"
  access_key = "AKIAIOSFODNN7EXAMPLE" # expect: TFG001
  secret_key = "not-a-real-key"       # expect: TFG001
}

provider "aws" {
  alias                       = "local_imitation"
  access_key                  = "test"
  secret_key                  = "mock_secret_key"
  skip_credentials_validation = true
}

resource "aws_db_instance" "fail_literal" {
  identifier = "orders"
  username   = "app_owner"
  password   = "changeme123" # expect: TFG001
}

resource "aws_db_instance" "fail_number" {
  identifier = "orders"
  password   = 12345678 # expect: TFG001
}

resource "aws_db_instance" "fail_write_only" {
  identifier          = "orders"
  password_wo         = "changeme123" # expect: TFG001
  password_wo_version = 1
}

resource "aws_rds_cluster" "fail_master" {
  master_username = "app_owner"
  master_password = "changeme123" # expect: TFG001
}

resource "aws_elasticache_replication_group" "fail_auth_token" {
  auth_token                 = "0123456789abcdef" # expect: TFG001
  auth_token_update_strategy = "ROTATE"
}

resource "aws_elasticache_user" "fail_list" {
  passwords = [
    "first-password-0123",  # expect: TFG001
    "second-password-0123", # expect: TFG001
  ]
}

resource "aws_mq_broker" "fail_nested_block" {
  user {
    username = "app"
    password = "changeme12345" # expect: TFG001
  }
}

resource "aws_lb_listener" "fail_deep_block" {
  default_action {
    type = "authenticate-oidc"

    authenticate_oidc {
      token_endpoint         = "https://login.example.com/token"
      authorization_endpoint = "https://login.example.com/authorize"
      client_id              = "web"
      client_secret          = "s3cr3t-of-web" # expect: TFG001
    }
  }
}

resource "aws_vpn_connection" "fail_preshared_key" {
  tunnel1_preshared_key = "abcdefgh12345678" # expect: TFG001
}

resource "aws_instance" "fail_connection" {
  connection {
    type     = "ssh"
    user     = "ubuntu"
    password = "hunter2" # expect: TFG001
  }
}

resource "aws_db_instance" "pass_managed" {
  manage_master_user_password   = true
  master_user_secret_kms_key_id = "arn:aws:kms:us-east-1:111111111111:key/1234"
}

resource "random_password" "pass_generated" {
  length = 32
}

resource "aws_db_instance" "pass_generated" {
  password = random_password.pass_generated.result
}

resource "aws_db_instance" "pass_read_elsewhere" {
  password = data.aws_secretsmanager_secret_version.pass_read.secret_string
}

data "aws_secretsmanager_secret_version" "pass_read" {
  secret_id = "prod/orders/database"
}

data "aws_ssm_parameter" "pass_parameter" {
  name            = "/prod/orders/password"
  with_decryption = true
}

resource "aws_db_instance" "pass_empty" {
  password = ""
}

resource "aws_db_instance" "pass_null" {
  password = null
}

resource "aws_iam_account_password_policy" "pass_words_about_passwords" {
  minimum_password_length        = 14
  max_password_age               = 90
  password_reuse_prevention      = 24
  allow_users_to_change_password = true
  hard_expiry                    = false
}

resource "aws_instance" "pass_metadata" {
  get_password_data = false

  metadata_options {
    http_tokens = "required"
  }
}

resource "aws_cognito_user_pool_client" "pass_settings" {
  generate_secret        = true
  access_token_validity  = 60
  enable_token_revocation = true
  explicit_auth_flows    = ["ALLOW_USER_PASSWORD_AUTH"]

  token_validity_units {
    access_token = "minutes"
  }
}

resource "aws_api_gateway_rest_api" "pass_source" {
  api_key_source = "HEADER"
}

resource "aws_efs_file_system" "pass_tokens" {
  creation_token = "orders-files"
}

resource "aws_ssoadmin_application" "pass_tokens" {
  client_token = "create-orders-once"
}

resource "aws_bedrockagent_data_source" "pass_tokens" {
  vector_ingestion_configuration {
    chunking_configuration {
      fixed_size_chunking_configuration {
        max_tokens         = 300
        overlap_percentage = 20
      }

      hierarchical_chunking_configuration {
        overlap_tokens = 60

        level_configuration {
          max_tokens = 1500
        }
      }

      semantic_chunking_configuration {
        max_token = 300
      }
    }
  }
}

resource "aws_vpn_connection" "pass_storage" {
  preshared_key_storage = "SecretsManager"
}

resource "aws_codebuild_project" "pass_names" {
  encryption_key = "1234abcd-12ab-34cd-56ef-1234567890ab"

  environment {
    registry_credential {
      credential          = "registry-of-the-team"
      credential_provider = "SECRETS_MANAGER"
    }
  }
}

resource "aws_iot_role_alias" "pass_duration" {
  credential_duration = 3600
}

resource "aws_kms_key" "pass_spec" {
  customer_master_key_spec = "SYMMETRIC_DEFAULT"
}

resource "aws_apigatewayv2_api" "pass_expression" {
  api_key_selection_expression = "$request.header.x-api-key"
}

resource "aws_dynamodb_table" "pass_keys" {
  hash_key  = "account"
  range_key = "token"
}

resource "aws_db_parameter_group" "pass_parameter" {
  family = "postgres16"

  parameter {
    name  = "password_encryption"
    value = "scram-sha-256"
  }

  parameter {
    name  = "rds.accepted_password_auth_method"
    value = "md5+scram"
  }
}

resource "aws_instance" "pass_file" {
  connection {
    private_key = file("~/.ssh/id_ed25519")
  }
}

resource "aws_s3_bucket" "pass_tags" {
  tags = {
    Secret    = "no"
    "Api-Key" = "none-here"
  }
}

resource "aws_kms_alias" "pass_reference" {
  name = "alias/orders"
}

module "pass_references" {
  source = "registry.example.com/org/service/aws"

  db_password_arn = "arn:aws:secretsmanager:us-east-1:111111111111:secret:db-AbCdEf"
  password        = "arn:aws:secretsmanager:us-east-1:111111111111:secret:db-AbCdEf"
  api_key         = "/prod/orders/api-key"
  encryption_key  = "alias/orders"
  secret          = "prod/orders/database"
  token_file      = "token.txt"
  private_key     = "./keys/deploy.pem"
  secrets = {
    DB_PASSWORD = "prod/orders/database"
  }
}

module "fail_argument" {
  source = "registry.example.com/org/service/aws"

  db_password = "changeme123" # expect: TFG001
  settings = {
    smtp = {
      host     = "smtp.example.com"
      password = "hunter2" # expect: TFG001
    }
  }
}

check "pass_assertion" {
  assert {
    condition     = var.pass_password != "changeme"
    error_message = "The password must not be password=changeme."
  }
}

variable "pass_password" {
  description = "Password: hunter2 is a bad one, and so is password=hunter2."
  type        = string
  sensitive   = true

  validation {
    condition     = var.pass_password != "hunter2"
    error_message = "Not that one."
  }
}
