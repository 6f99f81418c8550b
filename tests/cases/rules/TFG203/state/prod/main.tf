terraform {
  backend "s3" {
    bucket = "example-state-333333333333"
    key    = "prod"
    region = "us-east-1"

    assume_role = {
      role_arn = "arn:aws:iam::333333333333:role/deploy"
    }
  }
}

provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["333333333333"]
}
