module "pass_example" {
  source = "../.."
}
