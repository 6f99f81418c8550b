module "pass_reported_in_the_first" {
  source = "../a"
}
