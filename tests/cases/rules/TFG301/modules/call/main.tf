module "pass_single" {
  source = "../one"
  id     = module.pass_counted[0].id
}

module "pass_counted" {
  source = "../one"
  count  = 2
  id     = count.index
}

module "pass_keyed" {
  source   = "../one"
  for_each = toset(["a"])
  id       = each.key
}

module "pass_elsewhere" {
  source = "terraform-aws-modules/vpc/aws"
}

module "fail_each" {
  source = "../one"
  id     = each.key # expect: TFG301
}

locals {
  pass = [
    module.pass_single.id,
    module.pass_single,
    module.pass_counted[*].id,
    module.pass_keyed["a"].id,
    values(module.pass_keyed)[*].id,
    module.pass_elsewhere.anything,
    try(module.pass_single.nope, null),
    module.pass_counted[var.index].id,
  ]
  fail = [
    module.nope.id, # expect: TFG301
    module.pass_single.di, # expect: TFG301
    module.pass_single[*].di, # expect: TFG301
    module.pass_counted[0].di, # expect: TFG301
    module.pass_counted[*].di, # expect: TFG301
    module.pass_counted.*.di, # expect: TFG301
    module.pass_counted.id, # expect: TFG301
    module.pass_keyed["a"].di, # expect: TFG301
    module.pass_keyed[var.index].di, # expect: TFG301
  ]
}

variable "index" {
  default = 0
}
