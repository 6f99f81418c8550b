terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

data "aws_region" "pass_current" {}

output "fail_name" {
  value = data.aws_region.pass_current.name # expect: TFG325
}

output "pass_region" {
  value = data.aws_region.pass_current.region
}

resource "aws_s3_bucket_versioning" "fail_owner" {
  bucket                = "example"
  expected_bucket_owner = "111111111111" # expect: TFG325

  versioning_configuration {
    status = "Enabled"
  }
}
