variable "method" {}

resource "aws_db_parameter_group" "pass_postgres" {
  family = "postgres16"

  parameter {
    name         = "rds.force_ssl"
    value        = "1"
    apply_method = "pending-reboot"
  }

  parameter {
    name         = "log_statement"
    value        = "ddl"
    apply_method = "immediate"
  }

  parameter {
    name         = "max_connections"
    value        = "100"
    apply_method = var.method
  }
}

resource "aws_db_parameter_group" "fail_postgres" {
  family = "postgres16"

  parameter { # expect: TFG161
    name  = "shared_preload_libraries"
    value = "pg_stat_statements"
  }

  parameter {
    name         = "rds.force_ssl"
    value        = "1"
    apply_method = "immediate" # expect: TFG161
  }

  dynamic "parameter" { # expect: TFG161
    for_each = { max_wal_senders = 10, log_statement = "ddl" }
    content {
      name  = parameter.key
      value = parameter.value
    }
  }
}

resource "aws_rds_cluster_parameter_group" "fail_cluster" {
  family = "aurora-postgresql16"

  parameter { # expect: TFG161
    name  = "rds.logical_replication"
    value = "1"
  }
}

resource "aws_db_parameter_group" "pass_mysql" {
  family = "mysql8.0"

  parameter {
    name  = "max_connections"
    value = "100"
  }
}

resource "aws_db_parameter_group" "fail_mysql" {
  family = "mysql8.0"

  parameter { # expect: TFG161
    name  = "performance_schema"
    value = "1"
  }
}
