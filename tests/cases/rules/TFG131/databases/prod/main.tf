variable "protected" {
  type = bool
}

variable "days" {
  type    = number
  default = 1
}

resource "aws_db_instance" "fail_defaults" { # expect: TFG131 TFG131 TFG131
  identifier = "defaults"
}

resource "aws_db_instance" "fail_values" {
  identifier              = "values"
  deletion_protection     = false # expect: TFG131
  skip_final_snapshot     = true  # expect: TFG131
  backup_retention_period = 0     # expect: TFG131
  multi_az                = false # expect: TFG131
}

resource "aws_db_instance" "pass_whole" {
  identifier              = "whole"
  deletion_protection     = true
  skip_final_snapshot     = false
  backup_retention_period = 7
  multi_az                = true
}

resource "aws_db_instance" "pass_unknown" {
  identifier              = "unknown"
  deletion_protection     = var.protected
  skip_final_snapshot     = !var.protected
  backup_retention_period = var.protected ? 35 : 1
  multi_az                = var.protected
}

resource "aws_db_instance" "pass_replica" {
  identifier          = "replica"
  replicate_source_db = aws_db_instance.pass_whole.identifier
  skip_final_snapshot = true
}

resource "aws_rds_cluster" "fail_defaults" { # expect: TFG131 TFG131
  cluster_identifier = "defaults"
}

resource "aws_docdb_cluster" "fail_days" {
  cluster_identifier      = "days"
  deletion_protection     = true
  backup_retention_period = 6 # expect: TFG131
}

resource "aws_rds_cluster" "fail_single" {
  cluster_identifier      = "single"
  deletion_protection     = true
  backup_retention_period = 7
}

resource "aws_rds_cluster_instance" "fail_single" { # expect: TFG131
  cluster_identifier = aws_rds_cluster.fail_single.id
}

resource "aws_rds_cluster" "pass_two" {
  cluster_identifier      = "two"
  deletion_protection     = true
  backup_retention_period = 7
}

resource "aws_rds_cluster_instance" "pass_two" {
  count = 2

  cluster_identifier = aws_rds_cluster.pass_two.id
}
