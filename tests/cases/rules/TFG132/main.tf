provider "aws" {
  region = "us-east-1"
}

variable "skip" {
  type = bool
}

resource "aws_db_instance" "fail_default" { # expect: TFG132
  identifier = "default"
}

resource "aws_db_instance" "fail_false" {
  identifier          = "false"
  skip_final_snapshot = false # expect: TFG132
}

resource "aws_db_instance" "fail_null" {
  identifier                = "null"
  final_snapshot_identifier = null # expect: TFG132
}

resource "aws_rds_cluster" "fail_cluster" { # expect: TFG132
  cluster_identifier = "cluster"
}

resource "aws_docdb_cluster" "fail_documents" { # expect: TFG132
  cluster_identifier = "documents"
}

resource "aws_redshift_cluster" "fail_warehouse" { # expect: TFG132
  cluster_identifier = "warehouse"
}

resource "aws_db_instance" "fail_replica" { # expect: TFG132
  identifier                = "replica"
  replicate_source_db       = aws_db_instance.pass_named.identifier
  final_snapshot_identifier = "replica-final"
}

resource "aws_db_instance" "pass_named" {
  identifier                = "named"
  final_snapshot_identifier = "named-final-${var.skip}"
}

resource "aws_db_instance" "pass_skip" {
  identifier          = "skip"
  skip_final_snapshot = true
}

resource "aws_db_instance" "pass_unknown" {
  identifier          = "unknown"
  skip_final_snapshot = var.skip
}

resource "aws_db_instance" "pass_conditional" {
  identifier                = "conditional"
  skip_final_snapshot       = var.skip
  final_snapshot_identifier = var.skip ? null : "conditional-final"
}

variable "source_db" {
  type = string
}

# It may be a replica, or none.
resource "aws_db_instance" "pass_maybe_replica" {
  identifier          = "maybe-replica"
  replicate_source_db = var.source_db
}
