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
  default = "10.0.0.0/16" # expect: TFG201
}

resource "aws_vpc" "fail_vpc" {
  cidr_block = var.cidr
}
