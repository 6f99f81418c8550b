module "fail_groups" {
  source = "./groups"
  name   = "payments" # expect: TFG174
}

module "listener" {
  source           = "./listener"
  target_group_arn = module.fail_groups.arn
}

module "pass_groups" {
  source = "./groups"
  name   = "payments"
}
