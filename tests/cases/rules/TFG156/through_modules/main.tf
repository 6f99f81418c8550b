provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["111111111111"]
}

module "pass_database" {
  source = "./modules/database"
}

module "pass_other" {
  source = "./modules/database"
}

module "pass_service" {
  source      = "./modules/service"
  name        = "pass"
  secret_arn  = module.pass_database.secret_arn
  secret_arns = [module.pass_database.secret_arn]
}

# The policy names the secret of another database.
module "fail_service" {
  source      = "./modules/service"
  name        = "fail"
  secret_arn  = module.pass_database.secret_arn
  secret_arns = [module.pass_other.secret_arn]
}
