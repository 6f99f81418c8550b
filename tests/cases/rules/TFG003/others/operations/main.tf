provider "aws" {
  region = "us-east-1"
}

resource "aws_ecr_repository" "pass_app" {
  name = "app"
}

resource "aws_s3_bucket" "pass_assets" {
  bucket = "assets"
}
