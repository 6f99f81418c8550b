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
  source = "./modules/bucket"
  name   = "one"
}

module "fail_assets" {
  source     = "./modules/bucket"
  name       = "two"
  versioning = false
}
