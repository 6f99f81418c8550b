# The folder names no single environment.
provider "aws" {
  region = "us-east-1"

  default_tags {
    tags = {
      Environment = "dev"
      Team        = "payments"
      CostCenter  = "CC-1"
    }
  }
}

resource "aws_kms_key" "pass_this" {
}

resource "aws_kms_key" "fail_own" {
  tags = { Environment = "prod" } # expect: TFG005
}

resource "aws_kms_key" "pass_shared" {
  tags = { Environment = "shared" }
}
