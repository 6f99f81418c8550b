provider "aws" {
  region = "us-east-1"

  default_tags {
    tags = { Environment = "Production" }
  }
}

variable "force" {
  type = bool
}

resource "aws_lb" "fail_absent" { # expect: TFG131
  name = "absent"
}

resource "aws_lb" "fail_false" {
  name                       = "false"
  enable_deletion_protection = false # expect: TFG131
}

resource "aws_lb" "pass_true" {
  name                       = "true"
  enable_deletion_protection = true
}

resource "aws_s3_bucket" "fail_force" {
  bucket        = "force"
  force_destroy = true # expect: TFG131
}

resource "aws_s3_bucket" "pass_default" {
  bucket = "default"
}

resource "aws_s3_bucket" "pass_unknown" {
  bucket        = "unknown"
  force_destroy = var.force
}

resource "aws_ecr_repository" "fail_force" {
  name         = "force"
  force_delete = true # expect: TFG131
}

resource "aws_ecr_repository" "pass_default" {
  name = "default"
}

resource "aws_secretsmanager_secret" "fail_at_once" {
  name                    = "at-once"
  recovery_window_in_days = 0 # expect: TFG131
}

resource "aws_secretsmanager_secret" "pass_default" {
  name = "default"
}

resource "aws_cognito_user_pool" "fail_default" { # expect: TFG131
  name = "default"
}

resource "aws_cognito_user_pool" "pass_active" {
  name                = "active"
  deletion_protection = "ACTIVE"
}
