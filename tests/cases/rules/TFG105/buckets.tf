provider "aws" {
  region = "eu-west-1"
}

resource "aws_s3_bucket" "fail_both" { # expect: TFG105 TFG105
  bucket = "fail-both"
}

resource "aws_s3_bucket" "fail_encryption" { # expect: TFG105
  bucket = "fail-encryption"
}

resource "aws_s3_bucket_public_access_block" "fail_encryption" {
  bucket = aws_s3_bucket.fail_encryption.id
}

resource "aws_s3_bucket" "fail_access" { # expect: TFG105
  bucket = "fail-access"

  server_side_encryption_configuration {
    rule {}
  }
}

resource "aws_s3_bucket" "pass_by_name" {
  bucket = "pass-by-name"
}

resource "aws_s3_bucket_public_access_block" "pass_by_name" {
  bucket = "pass-by-name"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "pass_by_name" {
  bucket = aws_s3_bucket.pass_by_name.bucket
}

resource "aws_s3_bucket" "pass_each" {
  for_each = toset(["a", "b"])
  bucket   = "pass-${each.key}"
}

resource "aws_s3_bucket_public_access_block" "pass_each" {
  for_each = aws_s3_bucket.pass_each
  bucket   = each.value.id
}

resource "aws_s3_bucket_server_side_encryption_configuration" "pass_each" {
  for_each = toset(["a", "b"])
  bucket   = aws_s3_bucket.pass_each[each.key].id
}
