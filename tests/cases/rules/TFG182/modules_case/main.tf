module "groups" {
  source = "./groups"
}

module "fail_rules" {
  source            = "./rules"
  security_group_id = module.groups.inline_id
}

module "pass_rules" {
  source            = "./rules"
  security_group_id = module.groups.bare_id
}
