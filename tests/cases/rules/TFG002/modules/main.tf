provider "aws" {
  region = "us-east-1"
}

module "pass_logs" {
  source = "./modules/logs"
  name   = "/ecs/dev/pass"
}

module "pass_service" {
  source     = "./modules/service"
  log_group  = module.pass_logs.name
  depends_on = [module.pass_logs]
}

module "fail_late_by_name" {
  source    = "./modules/service"
  log_group = "/ecs/dev/pass" # expect: TFG002
}

module "pass_waits" {
  source     = "./modules/service"
  log_group  = "/ecs/dev/pass"
  depends_on = [module.pass_logs]
}

module "fail_service" {
  source    = "./modules/service"
  log_group = "/ecs/dev/fail" # expect: TFG002
}
