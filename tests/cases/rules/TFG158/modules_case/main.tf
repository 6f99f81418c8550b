module "groups" {
  source = "./modules/groups"
}

module "database" {
  source            = "./modules/database"
  security_group_id = module.groups.database_id
}

module "pass_service" {
  source            = "./modules/service"
  name              = "api"
  security_group_id = module.groups.app_id
  environment       = { DB_HOST = module.database.address }
}

module "pass_no_database" {
  source            = "./modules/service"
  name              = "static"
  security_group_id = module.groups.worker_id
  environment       = { LEVEL = "info" }
}

module "fail_service" {
  source            = "./modules/service"
  name              = "worker"
  security_group_id = module.groups.worker_id
  environment       = {}
  secrets           = { DB_PASSWORD = "${module.database.secret_arn}:password::" }
}

provider "aws" {
  region = "us-east-1"
}
