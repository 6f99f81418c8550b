provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["111111111111"]
}

module "pass_api" {
  source = "./modules/service"
  image  = "444444444444.dkr.ecr.us-east-1.amazonaws.com/team/api:1.0.0"
}

module "fail_without_policy" {
  source = "./modules/service"
  image  = "444444444444.dkr.ecr.us-east-1.amazonaws.com/team/without:1.0.0"
}

module "fail_one_account" {
  source = "./modules/service"
  image  = "444444444444.dkr.ecr.us-east-1.amazonaws.com/team/one:1.0.0"
}

module "fail_condition" {
  source = "./modules/service"
  image  = "444444444444.dkr.ecr.us-east-1.amazonaws.com/team/condition:1.0.0"
}

module "fail_actions" {
  source = "./modules/service"
  image  = "444444444444.dkr.ecr.us-east-1.amazonaws.com/team/actions:1.0.0"
}

module "pass_organisation" {
  source = "./modules/service"
  image  = "444444444444.dkr.ecr.us-east-1.amazonaws.com/team/organisation:1.0.0"
}

# Whether another root has the repository is asked by another rule.
module "pass_misspelt" {
  source = "./modules/service"
  image  = "444444444444.dkr.ecr.us-east-1.amazonaws.com/team/apis:1.0.0"
}

module "fail_other_account" {
  source = "./modules/service"
  image  = "111111111111.dkr.ecr.us-east-1.amazonaws.com/team/api:1.0.0" # expect: TFG006
}

module "pass_other_region" {
  source = "./modules/service"
  image  = "444444444444.dkr.ecr.eu-west-1.amazonaws.com/team/api:1.0.0"
}
