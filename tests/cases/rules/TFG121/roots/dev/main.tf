terraform {
  backend "s3" { # expect: TFG121
    bucket     = "acme-tfstate-dev"
    key        = "dev"
    encrypt    = false # expect: TFG121
    kms_key_id = "alias/acme-tfstate-dev"
  }
}

resource "aws_sqs_queue" "fail_dev" {}
