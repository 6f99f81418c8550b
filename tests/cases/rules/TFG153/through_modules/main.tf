provider "aws" {
  region = "us-east-1"
}

module "pass_balancer" {
  source = "./modules/balancer"
}

module "fail_balancer" {
  source = "./modules/bare"
}

module "pass_service" {
  source           = "./modules/service"
  target_group_arn = module.pass_balancer.target_group_arn
}

module "fail_service" {
  source           = "./modules/service"
  target_group_arn = module.fail_balancer.target_group_arn
}

module "pass_service_after_module" {
  source           = "./modules/service"
  target_group_arn = module.fail_balancer.target_group_arn
  depends_on       = [module.fail_balancer]
}

module "pass_service_with_listener" {
  source           = "./modules/service"
  target_group_arn = module.fail_balancer.target_group_arn
  listener_arn     = module.fail_balancer.listener_arn
}
