module "pass_first" {
  source = "./modules/queue"
  name   = "a"
}

module "fail_second" {
  source = "./modules/queue"
  name   = "a" # expect: TFG142
}

module "pass_third" {
  source = "./modules/queue"
  name   = "b"
}
