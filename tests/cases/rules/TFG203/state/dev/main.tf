terraform {
  backend "s3" {
    bucket = "example-state-111111111111"
    key    = "dev"
    region = "us-east-1"

    assume_role = {
      role_arn = "arn:aws:iam::111111111111:role/deploy"
    }
  }
}

provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["111111111111"]
}
