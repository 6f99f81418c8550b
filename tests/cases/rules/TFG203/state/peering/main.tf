# Works in two accounts and keeps its state in a third.

terraform {
  backend "s3" {
    bucket = "example-state-444444444444"
    key    = "peering"
    region = "us-east-1"
  }
}

provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["111111111111"]
}

provider "aws" {
  alias               = "prod"
  region              = "us-east-1"
  allowed_account_ids = ["333333333333"]
}
