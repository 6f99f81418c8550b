module "pass_balancer" {
  source = "./modules/balancer"
}

module "fail_api" {
  source = "./modules/task"

  container        = "api"
  port             = 8080
  target_group_arn = module.pass_balancer.target_group_arn
  load_balancer    = { name = "app", port = 8080 } # expect: TFG152
}

module "fail_port" {
  source = "./modules/task"

  container        = "api"
  port             = 8080
  target_group_arn = module.pass_balancer.target_group_arn
  load_balancer    = { name = "api", port = 80 } # expect: TFG152
}

module "pass_api" {
  source = "./modules/task"

  container        = "api"
  port             = 8080
  target_group_arn = module.pass_balancer.target_group_arn
  load_balancer    = { name = "api", port = 8080 }
}
