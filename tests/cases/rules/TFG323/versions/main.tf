terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}

resource "aws_nat_gateway" "fail_required_in_5" { # expect: TFG323
  allocation_id = "eipalloc-1"
}

resource "aws_nat_gateway" "pass_required_in_5" {
  allocation_id = "eipalloc-1"
  subnet_id     = "subnet-1"
}
