provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["222222222222"]
}

module "fail_network" {
  source = "../modules/network"
  cidr   = "10.64.0.0/16" # expect: TFG201
}
