provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["111111111111"]
}

module "pass_network" {
  source = "../modules/network"
  cidr   = "10.0.0.0/16"
}

resource "aws_vpc_ipv4_cidr_block_association" "pass_second" {
  vpc_id     = module.pass_network.vpc_id
  cidr_block = "10.64.0.0/20"
}
