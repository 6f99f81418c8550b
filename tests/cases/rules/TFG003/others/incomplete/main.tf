provider "aws" {
  region = "us-east-1"
}

resource "aws_ecs_service" "pass_app" {
  name = "app"
}

resource "aws_db_instance" "pass_this" {
  identifier = "app"
}

module "pass_assets" {
  source  = "terraform-aws-modules/s3-bucket/aws"
  version = "~> 5.0"
}
