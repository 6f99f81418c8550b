module "pass_part" {
  source = "../part"
  count  = 2
}

resource "terraform_data" "pass_waits" {
  input      = module.pass_part[*].pass_read_by_two
  depends_on = [module.pass_part]
}
