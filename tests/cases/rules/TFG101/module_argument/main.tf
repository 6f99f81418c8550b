module "fail_off" {
  source    = "./modules/store"
  encrypted = false # expect: TFG101
}

module "pass_on" {
  source    = "./modules/store"
  encrypted = true
}
