provider "aws" {
  region = "us-east-1"
}

# No environment by name or tag.
resource "aws_vpc" "pass_unstated" {
  cidr_block = "10.0.0.0/16"
}
