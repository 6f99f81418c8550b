terraform {
  backend "s3" {
    bucket       = "acme-tfstate-dev"
    key          = "dev"
    encrypt      = true
    use_lockfile = false # expect: TFG121
  }
}

resource "aws_sqs_queue" "fail_unlocked" {}
