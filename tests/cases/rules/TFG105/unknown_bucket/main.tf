provider "aws" {
  region = "eu-west-1"
}

variable "bucket" {}

resource "aws_s3_bucket" "pass_may_be_meant" {
  bucket = var.bucket
}

resource "aws_s3_bucket_public_access_block" "pass_unknown" {
  bucket = var.bucket
}

resource "aws_s3_bucket_server_side_encryption_configuration" "pass_unknown" {
  bucket = var.bucket
}

resource "aws_s3_bucket" "pass_may_be_meant_too" {
  bucket = "another"
}
