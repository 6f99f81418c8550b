terraform {
  backend "s3" {
    bucket = "example-state-444444444444"
    key    = "operations"
    region = "us-east-1"

    assume_role = {
      role_arn = "arn:aws:iam::444444444444:role/deploy"
    }
  }
}

provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["444444444444"]
}
