locals {
  prefix = "payments-staging-pull-request"
}

variable "suffix" {
  type = string
}

variable "name" {
  type    = string
  default = "this-name-of-a-load-balancer-is-too-long" # expect: TFG141
}

resource "aws_lb" "fail_long" {
  name = "${local.prefix}-alb-1" # expect: TFG141
}

resource "aws_lb" "fail_variable" {
  name = var.name
}

resource "aws_lb" "fail_taken" {
  name = "internal-app" # expect: TFG141
}

resource "aws_lb" "fail_hyphen" {
  name = "app-" # expect: TFG141
}

resource "aws_lb" "fail_prefix" {
  name_prefix = "payments-" # expect: TFG141
}

resource "aws_lb" "pass_32" {
  name = "a2345678901234567890123456789012"
}

resource "aws_lb" "pass_prefix" {
  name_prefix = "paymt-"
}

resource "aws_lb" "pass_unknown" {
  name = var.suffix
}

resource "aws_lb_target_group" "fail_known_part" {
  name = "${local.prefix}-app-${var.suffix}" # expect: TFG141
}

resource "aws_lb_target_group" "fail_underscore" {
  name = "app_${var.suffix}" # expect: TFG141
}

resource "aws_lb_target_group" "pass_known_part" {
  name = "app-${var.suffix}"
}

resource "aws_s3_bucket" "fail_upper" {
  bucket = "Assets" # expect: TFG141
}

resource "aws_s3_bucket" "fail_underscore" {
  bucket = "app_assets" # expect: TFG141
}

resource "aws_s3_bucket" "fail_short" {
  bucket = "ab" # expect: TFG141
}

resource "aws_s3_bucket" "fail_address" {
  bucket = "10.0.0.1" # expect: TFG141
}

resource "aws_s3_bucket" "fail_dots" {
  bucket = "a..b" # expect: TFG141
}

resource "aws_s3_bucket" "fail_taken" {
  bucket = "xn--bucket" # expect: TFG141
}

resource "aws_s3_bucket" "fail_suffix" {
  bucket = "bucket-s3alias" # expect: TFG141
}

resource "aws_s3_bucket" "fail_long" {
  bucket = "b123456789012345678901234567890123456789012345678901234567890123" # expect: TFG141
}

resource "aws_s3_bucket" "fail_prefix" {
  bucket_prefix = "a-prefix-that-leaves-no-room-for-more-" # expect: TFG141
}

resource "aws_s3_bucket" "pass_bucket" {
  for_each = toset(["assets", "logs.example.com"])

  bucket = each.key
}

resource "aws_s3_bucket" "pass_prefix" {
  bucket_prefix = "assets-"
}

resource "aws_db_instance" "fail_identifier" {
  for_each = toset(["app--1", "1app", "App", "app_1", "app-"]) # expect: TFG141 TFG141 TFG141 TFG141 TFG141

  identifier = each.key
}

resource "aws_db_instance" "fail_final" {
  identifier                = "app"
  final_snapshot_identifier = "app_final" # expect: TFG141
}

resource "aws_db_instance" "pass_identifier" {
  identifier                = "app-1"
  final_snapshot_identifier = "app-final-1"
}

resource "aws_iam_role" "fail_long" {
  name = "r1234567890123456789012345678901234567890123456789012345678901234" # expect: TFG141
}

resource "aws_iam_role" "fail_slash" {
  name = "service/app" # expect: TFG141
}

resource "aws_iam_role" "fail_prefix" {
  name_prefix = "r12345678901234567890123456789012345678" # expect: TFG141
}

resource "aws_iam_role" "pass_role" {
  name = "app.task@prod+eu=1,2_3"
}

resource "aws_security_group" "fail_taken" {
  name = "sg-app" # expect: TFG141
}

resource "aws_security_group" "pass_group" {
  name = "app (web)"
}

resource "aws_sqs_queue" "fail_fifo" {
  name       = "queue" # expect: TFG141
  fifo_queue = true
}

resource "aws_sqs_queue" "fail_no_fifo" {
  name = "queue.fifo" # expect: TFG141
}

resource "aws_sqs_queue" "pass_fifo" {
  name       = "queue.fifo"
  fifo_queue = true
}

resource "aws_lambda_function" "fail_long" {
  function_name = "f1234567890123456789012345678901234567890123456789012345678901234" # expect: TFG141
}

resource "aws_lambda_function" "pass_name" {
  function_name = "app_on-upload"
}

resource "aws_cloudwatch_log_group" "fail_space" {
  name              = "/ecs/my app" # expect: TFG141
  retention_in_days = 30
}

resource "aws_cloudwatch_log_group" "pass_group" {
  name              = "/aws/ecs/app.#1"
  retention_in_days = 30
}

resource "aws_ecr_repository" "fail_upper" {
  name = "fintech/API" # expect: TFG141
}

resource "aws_ecr_repository" "fail_double" {
  name = "fintech//api" # expect: TFG141
}

resource "aws_ecr_repository" "pass_repository" {
  name = "fintech/api-v2"
}

resource "aws_kms_alias" "fail_no_alias" {
  name          = "app" # expect: TFG141
  target_key_id = "key"
}

resource "aws_kms_alias" "fail_taken" {
  name          = "alias/aws/app" # expect: TFG141
  target_key_id = "key"
}

resource "aws_kms_alias" "pass_alias" {
  name          = "alias/app/data"
  target_key_id = "key"
}

resource "aws_dynamodb_table" "fail_short" {
  name = "ab" # expect: TFG141
}

resource "aws_dynamodb_table" "pass_table" {
  name = "app-locks"
}

resource "aws_elasticache_replication_group" "fail_long" {
  replication_group_id = "c1234567890123456789012345678901234567890" # expect: TFG141
}

resource "aws_elasticache_replication_group" "pass_group" {
  replication_group_id = "app-cache"
}

resource "aws_ssm_parameter" "fail_taken" {
  name = "/aws/app" # expect: TFG141
  type = "String"
}

resource "aws_ssm_parameter" "pass_parameter" {
  name = "/app/aws"
  type = "String"
}

resource "aws_db_subnet_group" "fail_default" {
  name       = "default" # expect: TFG141
  subnet_ids = ["subnet-1"]
}

resource "aws_db_subnet_group" "pass_group" {
  name       = "app db"
  subnet_ids = ["subnet-1"]
}

resource "aws_cloudwatch_event_rule" "fail_prefix" {
  name_prefix = "e12345678901234567890123456789012345678" # expect: TFG141
}

resource "aws_ecs_cluster" "fail_dot" {
  name = "app.main" # expect: TFG141
}
