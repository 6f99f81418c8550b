variable "encrypted" {
  default = false # expect: TFG101
}

variable "unknown" {}

resource "aws_db_instance" "pass_literal" {
  storage_encrypted = true
}

resource "aws_db_instance" "pass_unknown" {
  storage_encrypted = var.unknown
}

resource "aws_db_instance" "pass_restored" {
  snapshot_identifier = var.unknown
}

resource "aws_db_instance" "pass_replica" {
  replicate_source_db = aws_db_instance.pass_literal.identifier
}

resource "aws_db_instance" "fail_absent" { # expect: TFG101
  engine = "postgres"
}

resource "aws_db_instance" "fail_null" {
  storage_encrypted = null # expect: TFG101
}

resource "aws_db_instance" "fail_text" {
  storage_encrypted = "false" # expect: TFG101
}

resource "aws_rds_cluster" "fail_default_of_variable" {
  storage_encrypted = var.encrypted
}

resource "aws_rds_cluster" "pass_serverless_v1_encrypts_always" {
  engine_mode = "serverless"
}

resource "aws_opensearch_domain" "fail_without_block" { # expect: TFG101
  domain_name = "logs"
}

resource "aws_opensearch_domain" "fail_block" {
  encrypt_at_rest {
    enabled = false # expect: TFG101
  }
}

resource "aws_opensearch_domain" "pass_dynamic" {
  dynamic "encrypt_at_rest" {
    for_each = var.unknown
    content {
      enabled = encrypt_at_rest.value
    }
  }
}

resource "aws_dynamodb_table" "pass_default" {
  name = "locks"
}

resource "aws_dynamodb_table" "fail_off" {
  server_side_encryption {
    enabled = false # expect: TFG101
  }
}

resource "aws_ebs_volume" "pass_account_decides" {
  size = 1
}

resource "aws_ebs_volume" "fail_off" {
  encrypted = false # expect: TFG101
}

resource "aws_sqs_queue" "pass_default" {
  name = "jobs"
}

resource "aws_sqs_queue" "pass_key" {
  sqs_managed_sse_enabled = false
  kms_master_key_id       = "alias/jobs"
}

resource "aws_sqs_queue" "fail_off" {
  sqs_managed_sse_enabled = false # expect: TFG101
}

resource "aws_kinesis_stream" "fail_none" {
  encryption_type = "NONE" # expect: TFG101
}

resource "aws_kinesis_stream" "pass_kms" {
  encryption_type = "KMS"
}

resource "aws_efs_file_system" "fail_each" { # expect: TFG101
  for_each = toset(["a", "b"])
}

resource "aws_elasticache_replication_group" "pass_on" {
  at_rest_encryption_enabled = true
}

resource "aws_instance" "fail_root" {
  root_block_device {
    encrypted = false # expect: TFG101
  }
}
