variable "user" {
  default = "pg_owner" # expect: TFG163
}

variable "unknown" {}

resource "aws_db_instance" "fail_reserved" {
  engine   = "postgres"
  username = "Admin" # expect: TFG163
}

resource "aws_db_instance" "fail_variable" {
  engine   = "postgres"
  username = var.user
}

resource "aws_db_instance" "fail_form" {
  engine   = "postgres"
  username = "app-owner" # expect: TFG163
  db_name  = "my-payments" # expect: TFG163
}

resource "aws_db_instance" "fail_long" {
  engine   = "mysql"
  username = "application_owner" # expect: TFG163
}

resource "aws_rds_cluster" "fail_cluster" {
  engine          = "aurora-postgresql"
  master_username = "rdsadmin" # expect: TFG163
  database_name   = "1payments" # expect: TFG163
}

resource "aws_db_instance" "pass_postgres" {
  engine   = "postgres"
  username = "postgres"
  db_name  = "payments"
}

resource "aws_db_instance" "pass_mysql" {
  engine   = "mysql"
  username = "admin"
}

resource "aws_db_instance" "pass_unknown" {
  engine   = "postgres"
  username = var.unknown
}

resource "aws_db_instance" "pass_unknown_engine" {
  engine   = var.unknown
  username = "admin"
}
