module "fail_database" {
  source    = "../../modules/database"
  protected = false # expect: TFG131
}

module "pass_database" {
  source    = "../../modules/database"
  protected = true
}
