provider "aws" {
  region = "us-east-1"

  default_tags {
    tags = {
      Environment       = "first"
      EnvironmentSuffix = "none"
    }
  }
}

variable "cidr" {
  type    = string
  default = "10.0.0.0/16"
}

resource "aws_vpc" "pass_vpc" {
  cidr_block = var.cidr
}
