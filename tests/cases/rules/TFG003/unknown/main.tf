terraform {
  backend "s3" {
    bucket = "state"
    key    = "app"
  }
}

variable "name" {
  type = string
}

variable "buckets" {
  type = set(string)
}

resource "aws_ecs_service" "pass_app" {
  name = "app"
}

resource "aws_db_instance" "pass_this" {
  identifier = "app"
}

# It may be the one.
resource "aws_s3_bucket" "pass_this" {
  bucket = var.name
}

# Its parts may be those below.
resource "aws_s3_bucket" "pass_assets" {
  for_each = var.buckets

  bucket = "${var.name}-${each.key}"
}

resource "aws_s3_bucket_versioning" "pass_each" {
  for_each = aws_s3_bucket.pass_assets

  bucket = each.value.id

  versioning_configuration {
    status = var.name
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "pass_each" {
  for_each = var.buckets

  bucket = aws_s3_bucket.pass_assets[each.key].id
}

resource "aws_s3_bucket_public_access_block" "pass_each" {
  bucket                  = var.name
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
