module "fail_database" {
  source = "./modules/database"

  initial = "hunter2" # expect: TFG001
}

module "pass_database" {
  source = "./modules/database"

  initial = random_password.pass_one.result
}

resource "random_password" "pass_one" {
  length = 20
}
