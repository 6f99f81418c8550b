provider "aws" {
  region = "us-east-1"
}

resource "aws_ecs_service" "pass_app" {
  name = "app"
}

resource "aws_db_instance" "pass_this" {
  identifier = "app"
}

data "aws_s3_bucket" "pass_assets" {
  bucket = "assets-of-another-root"
}
