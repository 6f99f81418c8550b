variable "family" {}

resource "aws_db_parameter_group" "fail_off" {
  family = "postgres16"

  parameter {
    name  = "rds.force_ssl"
    value = "0" # expect: TFG104
  }
}

resource "aws_db_parameter_group" "fail_number" {
  family = "postgres16"

  parameter {
    name  = "rds.force_ssl"
    value = 0 # expect: TFG104
  }
}

resource "aws_db_parameter_group" "fail_mysql" {
  family = "mysql8.0"

  dynamic "parameter" {
    for_each = { require_secure_transport = "OFF" } # expect: TFG104
    content {
      name  = parameter.key
      value = parameter.value
    }
  }
}

resource "aws_rds_cluster_parameter_group" "fail_cluster" {
  family = "aurora-postgresql16"

  parameter {
    name  = "rds.force_ssl"
    value = "0" # expect: TFG104
  }
}

resource "aws_db_parameter_group" "pass_on" {
  family = "postgres13"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }
}

resource "aws_db_instance" "pass_on" {
  parameter_group_name = aws_db_parameter_group.pass_on.name
}

resource "aws_db_parameter_group" "fail_left_off" { # expect: TFG104
  name   = "old"
  family = "postgres14"
}

resource "aws_db_instance" "fail_left_off" {
  parameter_group_name = "old"
}

resource "aws_db_parameter_group" "pass_new" {
  family = "postgres15"
}

resource "aws_db_instance" "pass_new" {
  parameter_group_name = aws_db_parameter_group.pass_new.id
}

resource "aws_db_parameter_group" "pass_unused" {
  family = "postgres14"
}

resource "aws_db_parameter_group" "pass_unknown" {
  family = var.family
}

resource "aws_db_instance" "pass_unknown" {
  parameter_group_name = aws_db_parameter_group.pass_unknown.name
}

resource "aws_db_instance" "fail_default_group" { # expect: TFG104
  engine         = "postgres"
  engine_version = "14.9"
}

resource "aws_db_instance" "pass_default_group" {
  engine         = "postgres"
  engine_version = "16"
}

resource "aws_db_instance" "pass_mysql_default" {
  engine         = "mysql"
  engine_version = "8.0.36"
}
