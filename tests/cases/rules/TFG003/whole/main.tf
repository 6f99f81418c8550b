provider "aws" {
  region = "us-east-1"
}

resource "aws_ecs_service" "pass_app" {
  name = "app"
}

resource "aws_db_instance" "pass_this" {
  identifier = "app"
}

# By reference.
resource "aws_s3_bucket" "pass_this" {
  bucket = "app-assets-111111111111"
}

resource "aws_s3_bucket_versioning" "pass_this" {
  bucket = aws_s3_bucket.pass_this.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "pass_this" {
  bucket = aws_s3_bucket.pass_this.bucket

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "pass_this" {
  bucket                  = aws_s3_bucket.pass_this.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# By name, one of several.
resource "aws_s3_bucket" "pass_several" {
  for_each = toset(["media", "uploads"])

  bucket = "app-${each.key}"
}

resource "aws_s3_bucket_versioning" "pass_several" {
  for_each = aws_s3_bucket.pass_several

  bucket = each.value.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "pass_several" {
  for_each = toset(["app-media", "app-uploads"])

  bucket = each.key

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "pass_media" {
  bucket                  = "app-media"
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_public_access_block" "pass_uploads" {
  bucket                  = aws_s3_bucket.pass_several["uploads"].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
