module "pass_one" {
  source = "./part"
  input  = module.pass_two.constant
}

module "pass_two" {
  source = "./part"
  input  = module.pass_one.result
}

module "fail_one" {
  source = "./part"
  input  = module.fail_two.result
}

module "fail_two" {
  source = "./part"
  input  = module.fail_one.result
}

module "fail_whole" { # expect: TFG306
  source = "./part"
  input  = terraform_data.fail_whole.id
}

resource "terraform_data" "fail_whole" {
  input = module.fail_whole
}

module "fail_waits" { # expect: TFG306
  source     = "./part"
  input      = 1
  depends_on = [terraform_data.fail_waits]
}

resource "terraform_data" "fail_waits" {
  input = module.fail_waits.constant
}

module "fail_counted" { # expect: TFG306
  source = "./part"
  count  = length(terraform_data.fail_counted.id)
  input  = 1
}

resource "terraform_data" "fail_counted" {
  input = module.fail_counted[0].constant
}

module "pass_waits" {
  source     = "./part"
  input      = module.pass_one.result
  depends_on = [module.pass_one]
}

module "pass_loop_one" {
  source = "./loop"
}

module "pass_loop_two" {
  source = "./loop"
}
