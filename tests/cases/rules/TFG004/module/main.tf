module "fail_role" {
  source  = "./modules/role"
  actions = ["s3:GetObject", "ec2:*"] # expect: TFG004
  arns    = ["arn:aws:s3:::app-assets/*"]
}

module "fail_resources" {
  source  = "./modules/role"
  actions = ["s3:GetObject"]
  arns    = ["*"] # expect: TFG004
}

module "pass_role" {
  source  = "./modules/role"
  actions = ["s3:GetObject"]
  arns    = ["arn:aws:s3:::app-assets/*"]
}

module "fail_attached" {
  source     = "./modules/role"
  actions    = ["s3:GetObject"]
  arns       = ["arn:aws:s3:::app-assets/*"]
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess" # expect: TFG004
}
