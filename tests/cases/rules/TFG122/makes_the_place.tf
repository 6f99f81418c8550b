provider "aws" {
  region = "eu-west-1"
}

resource "aws_s3_bucket" "pass_state" {
  bucket = "acme-tfstate-dev"
}
