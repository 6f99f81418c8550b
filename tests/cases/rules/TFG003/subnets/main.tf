provider "aws" {
  region = "us-east-1"
}

resource "aws_vpc" "pass_this" {
  cidr_block = "10.0.0.0/16"
}

data "aws_s3_bucket" "pass_assets" {
  bucket = "assets"
}

resource "aws_ecs_service" "pass_app" {
  name = "app"
}

resource "aws_db_instance" "fail_default_vpc" { # expect: TFG003
  identifier = "fail"
}

resource "aws_rds_cluster" "fail_default_vpc" { # expect: TFG003
  cluster_identifier = "fail"
}

resource "aws_neptune_cluster" "pass_group" {
  cluster_identifier        = "graph"
  neptune_subnet_group_name = aws_db_subnet_group.pass_this.name
}

resource "aws_db_subnet_group" "pass_this" {
  name       = "app"
  subnet_ids = ["subnet-1", "subnet-2"]
}

resource "aws_db_instance" "pass_group" {
  identifier           = "pass"
  db_subnet_group_name = aws_db_subnet_group.pass_this.name
}

resource "aws_db_instance" "pass_replica" {
  identifier          = "replica"
  replicate_source_db = aws_db_instance.pass_group.identifier
}
