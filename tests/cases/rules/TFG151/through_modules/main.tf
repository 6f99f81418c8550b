locals {
  services = {
    fail_web    = { cpu = 512, memory = 512 } # expect: TFG151
    pass_worker = { cpu = 512, memory = 1024 }
  }
}

module "pass_and_fail" {
  source   = "./modules/service"
  for_each = local.services

  cpu    = each.value.cpu
  memory = each.value.memory
}

module "fail_default_memory" {
  source = "./modules/service"
  cpu    = 1024
}
