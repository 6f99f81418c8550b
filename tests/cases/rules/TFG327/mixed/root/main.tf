terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.0"
    }
  }
}

module "pass_constraint_of_the_root" {
  source = "../library"
}
