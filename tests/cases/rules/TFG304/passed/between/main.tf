module "pass_between" {
  source = "../own"
}
