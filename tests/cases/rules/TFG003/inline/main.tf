provider "aws" {
  region = "us-east-1"
}

resource "aws_ecs_service" "pass_app" {
  name = "app"
}

resource "aws_db_instance" "pass_this" {
  identifier = "app"
}

resource "aws_s3_account_public_access_block" "pass_account" {
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket" "pass_assets" {
  bucket = "assets"

  versioning {
    enabled = true
  }

  server_side_encryption_configuration {
    rule {
      apply_server_side_encryption_by_default {
        sse_algorithm = "AES256"
      }
    }
  }
}

resource "aws_s3_bucket" "fail_media" { # expect: TFG003 TFG003
  bucket = "media"

  versioning {
    enabled = false
  }
}
