variable "engine_version" {
  default = "16.4"
}

variable "unknown" {}

resource "aws_db_parameter_group" "fail_major" {
  name   = "fail-major"
  family = "postgres15" # expect: TFG162
}

resource "aws_db_instance" "fail_major" {
  engine               = "postgres"
  engine_version       = var.engine_version
  parameter_group_name = "fail-major"
}

resource "aws_db_parameter_group" "fail_engine" {
  family = "mysql8.0" # expect: TFG162
}

resource "aws_db_instance" "fail_engine" {
  engine               = "mariadb"
  parameter_group_name = aws_db_parameter_group.fail_engine.name
}

resource "aws_db_parameter_group" "pass_major" {
  family = "postgres16"
}

resource "aws_db_instance" "pass_major" {
  engine               = "postgres"
  engine_version       = var.engine_version
  parameter_group_name = aws_db_parameter_group.pass_major.id
}

resource "aws_db_instance" "pass_unknown" {
  engine               = "postgres"
  engine_version       = var.unknown
  parameter_group_name = aws_db_parameter_group.pass_major.id
}

resource "aws_db_parameter_group" "pass_mysql" {
  family = "mysql8.0"
}

resource "aws_db_instance" "pass_mysql" {
  engine               = "mysql"
  engine_version       = "8.0.36"
  parameter_group_name = aws_db_parameter_group.pass_mysql.name
}

resource "aws_rds_cluster_parameter_group" "fail_cluster" {
  family = "aurora-postgresql15" # expect: TFG162
}

resource "aws_rds_cluster" "fail_cluster" {
  engine                          = "aurora-postgresql"
  engine_version                  = "16.2"
  db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.fail_cluster.name
}

resource "aws_rds_cluster_parameter_group" "pass_aurora_mysql" {
  family = "aurora-mysql8.0"
}

resource "aws_rds_cluster" "pass_aurora_mysql" {
  engine                          = "aurora-mysql"
  engine_version                  = "8.0.mysql_aurora.3.05.2"
  db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.pass_aurora_mysql.name
}

resource "aws_db_option_group" "fail_options" {
  engine_name          = "mysql"
  major_engine_version = "5.7" # expect: TFG162
}

resource "aws_db_instance" "fail_options" {
  engine            = "mysql"
  engine_version    = "8.0.36"
  option_group_name = aws_db_option_group.fail_options.name
}

resource "aws_db_parameter_group" "pass_other_engine" {
  family = "oracle-ee-19"
}

resource "aws_db_instance" "pass_other_engine" {
  engine               = "oracle-ee"
  engine_version       = "21"
  parameter_group_name = aws_db_parameter_group.pass_other_engine.name
}
