provider "aws" {
  region = "us-east-1"
}

variable "flag" {
  type = bool
}

resource "aws_ecs_service" "pass_app" {
  name = "app"
}

resource "aws_db_instance" "pass_this" {
  identifier = "app"
}

resource "aws_s3_bucket" "fail_assets" { # expect: TFG003 TFG003 TFG003
  bucket = "one"
}

resource "aws_s3_bucket" "fail_uploads" {
  bucket = "two"
}

resource "aws_s3_bucket_versioning" "fail_uploads" {
  bucket = aws_s3_bucket.fail_uploads.id

  versioning_configuration {
    status = "Suspended" # expect: TFG003
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "pass_uploads" {
  bucket = "two"

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "fail_uploads" {
  bucket                  = aws_s3_bucket.fail_uploads.id
  block_public_acls       = true
  block_public_policy     = false # expect: TFG003
  ignore_public_acls      = true
  restrict_public_buckets = var.flag
}

resource "aws_s3_bucket" "fail_static" { # expect: TFG003 TFG003
  bucket = "three"
}

resource "aws_s3_bucket_public_access_block" "fail_static" { # expect: TFG003
  bucket                  = aws_s3_bucket.fail_static.id
  block_public_acls       = true
  block_public_policy     = true
  restrict_public_buckets = true
}

# Other buckets are not asked.
resource "aws_s3_bucket" "pass_reports" {
  bucket = "reports"
}
