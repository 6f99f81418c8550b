terraform {
  backend "s3" {
    bucket = "example-state-333333333333"
    key    = "staging"
    region = "us-east-1"

    assume_role = {
      role_arn = "arn:aws:iam::333333333333:role/deploy" # expect: TFG203
    }
  }
}

provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["222222222222"]
}
