module "pass_call" {
  source     = "./child"
  count      = 1
  needed     = "a"
  optional   = null
  depends_on = []
  providers  = {}
}

module "pass_registry" {
  source   = "terraform-aws-modules/vpc/aws"
  version  = "~> 5.0"
  anything = 1
}

module "pass_git" {
  source   = "git::https://example.com/a.git?ref=v1"
  anything = 1
}

module "pass_github" {
  source = "github.com/example/a"
}

module "pass_template" {
  source = "${"./child"}"
}

module "fail_missing" { # expect: TFG303
  source = "./child"
}

module "fail_null_is_given" {
  source = "./child"
  needed = null
  neded  = "a" # expect: TFG303
}

module "fail_both" { # expect: TFG303
  source = "./child"
  neded  = "a" # expect: TFG303
}

module "fail_block" {
  source = "./child"
  needed = "a"

  lifecycle {} # expect: TFG303

  tags { # expect: TFG303
    a = 1
  }
}

module "fail_version" {
  source  = "./child"
  version = "1.0" # expect: TFG303
  needed  = "a"
}

module "fail_no_source" { # expect: TFG303
  needed = "a"
}

module "fail_computed" {
  source = "./${var.name}" # expect: TFG303
}

module "fail_not_there" {
  source = "./chidl" # expect: TFG303
}

module "fail_no_prefix" {
  source = "child" # expect: TFG303
}

module "fail_no_prefix_deep" {
  source = "modules/child" # expect: TFG303
}

module "fail_null" {
  source = null # expect: TFG303
}

# A folder outside the one with the call may be there, and not be given.
module "pass_outside" {
  source = "../outside"
}

variable "name" {
  default = "child"
}
