terraform {
  backend "s3" {
    bucket         = "acme-tfstate-prod"
    key            = "prod"
    encrypt        = true
    use_lockfile   = false
    dynamodb_table = "locks"
  }
}

resource "aws_sqs_queue" "pass_prod" {}
