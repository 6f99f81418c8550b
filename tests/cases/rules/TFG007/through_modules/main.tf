provider "aws" {
  alias               = "one"
  region              = "us-east-1"
  allowed_account_ids = ["111111111111"]
}

provider "aws" {
  alias               = "two"
  region              = "us-east-1"
  allowed_account_ids = ["222222222222"]
}

module "one" {
  source    = "./network"
  providers = { aws = aws.one }
  cidr      = "10.0.0.0/16"
  peer_cidr = "10.1.0.0/16"
  peering   = module.pass_peering.id
}

module "two" {
  source    = "./network"
  providers = { aws = aws.two }
  cidr      = "10.1.0.0/16"
  peer_cidr = "10.0.0.0/16"
  peering   = module.pass_peering.id
}

module "pass_peering" {
  source    = "./peering"
  providers = { aws.requester = aws.one, aws.accepter = aws.two }
  requester = module.one.vpc_id
  accepter  = module.two.vpc_id
  account   = "222222222222"
}

module "fail_peering" {
  source    = "./unfinished"
  providers = { aws.requester = aws.one, aws.accepter = aws.two }
  requester = module.one.vpc_id
  accepter  = module.two.vpc_id
  account   = "222222222222"
}
