provider "aws" {
  region = "us-east-1"
}

resource "aws_vpc" "pass_two" {
  cidr_block = "10.1.0.0/16"
}
