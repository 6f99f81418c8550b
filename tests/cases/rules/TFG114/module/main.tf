module "fail_role" {
  source     = "./modules/role"
  principals = ["*"] # expect: TFG114
}

module "pass_role" {
  source     = "./modules/role"
  principals = ["arn:aws:iam::111111111111:role/ci"]
}
