module "pass_part" {
  source = "../part"
}

module "pass_whole" {
  source = "../whole"
}

module "pass_keyed" {
  source   = "../keyed"
  for_each = toset(["a"])
}

output "pass_read" {
  value = [module.pass_part.pass_read_by_one, module.pass_whole, module.pass_keyed["a"].pass_keyed]
}

output "pass_output_of_a_root" {
  value = 1
}
