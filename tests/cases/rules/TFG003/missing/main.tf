terraform { # expect: TFG003
  required_version = ">= 1.11.0"
}

provider "aws" {
  region = "us-east-1"
}

resource "aws_ecs_task_definition" "pass_app" {
  family = "app"
}

resource "aws_rds_cluster" "pass_this" {
  cluster_identifier = "app"
}

resource "aws_s3_bucket" "pass_logs" {
  bucket = "app-logs"
}

# The name says logs, whatever stands before.
resource "aws_s3_bucket" "pass_this" {
  bucket = "${var.prefix}-static-access-logs"
}

variable "prefix" {
  type = string
}
