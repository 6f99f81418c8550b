provider "aws" {
  region = "us-east-1"

  default_tags {
    tags = {
      Environment = "dev" # expect: TFG005
      Team        = "payments"
      CostCenter  = "CC-1"
    }
  }
}

resource "aws_kms_key" "pass_this" {
}
