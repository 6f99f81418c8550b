variable "zone" {
  type = string
}

variable "zones" {
  type = map(object({ name = string }))
}

variable "ports" {
  type    = any
  default = "https"
}

locals {
  subnets = [
    { cidr = "10.0.0.0/24" },
    { name = "b" },
  ]
  environments = {
    small = { size = 1 }
    large = { size = "huge" }
  }
}

module "fail_literals" {
  source = "./modules/network"

  azs     = "eu-west-1a"               # expect: TFG309
  subnets = [{ cidr = ["10.0.0.0/8"] }] # expect: TFG309
  size    = null                       # expect: TFG309
  cidr    = "10.0.0.0"                 # expect: TFG309
}

module "fail_brought" {
  source = "./modules/network"

  azs     = var.zone      # expect: TFG309
  subnets = local.subnets # expect: TFG309
  size    = var.ports     # expect: TFG309
  cidr    = "10.${var.zone}.0.0/16"
}

module "fail_whole_resource" {
  source = "./modules/network"

  azs     = ["a"]
  subnets = []
  size    = 1
  cidr    = aws_vpc.this # expect: TFG309
}

module "fail_text_for_a_list" {
  source = "./modules/network"

  azs     = "${var.zone}a" # expect: TFG309
  subnets = []
  size    = 1
  cidr    = "10.0.0.0/16"
}

module "fail_each" {
  source   = "./modules/network"
  for_each = local.environments

  azs     = ["a"]
  subnets = []
  size    = each.value.size # expect: TFG309
  cidr    = "10.0.0.0/16"
}

module "fail_without_instances" {
  source = "./modules/network"
  count  = 0

  azs     = {} # expect: TFG309
  subnets = []
  size    = 1
  cidr    = "10.0.0.0/33" # expect: TFG309
}

module "fail_type_of_variable" {
  source = "./modules/network"

  azs     = [for name, zone in var.zones : name]
  subnets = var.zones # expect: TFG309
  size    = 1
  cidr    = "10.0.0.0/16"
}

module "fail_default_inside" {
  source = "./modules/policy"
}

module "pass_all" {
  source = "./modules/network"

  azs     = toset([var.zone])
  subnets = [for name, zone in var.zones : { cidr = zone.name }]
  size    = "3"
  cidr    = aws_vpc.this.cidr_block
}

module "pass_null_for_a_default" {
  source = "./modules/policy"

  days = null
  name = "kept"
}

module "pass_elsewhere" {
  source = "terraform-aws-modules/vpc/aws"

  azs = "unknown"
}

resource "aws_vpc" "this" {
  cidr_block = var.zone
}
