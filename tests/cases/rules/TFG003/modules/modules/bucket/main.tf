variable "name" {
  type = string
}

variable "versioning" {
  type    = bool
  default = true
}

resource "aws_s3_bucket" "fail_this" { # expect: TFG003
  bucket = var.name
}

resource "aws_s3_bucket_versioning" "pass_this" {
  count = var.versioning ? 1 : 0

  bucket = aws_s3_bucket.fail_this.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "pass_this" {
  bucket = aws_s3_bucket.fail_this.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "pass_this" {
  bucket                  = aws_s3_bucket.fail_this.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
