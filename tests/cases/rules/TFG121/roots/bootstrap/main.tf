resource "aws_s3_bucket" "fail_dev" { # expect: TFG121
  bucket = "acme-tfstate-dev"
}

resource "aws_s3_bucket" "fail_prod" {
  bucket = "acme-tfstate-prod"
}

resource "aws_s3_bucket_versioning" "fail_prod" {
  bucket = aws_s3_bucket.fail_prod.id

  versioning_configuration {
    status = "Suspended" # expect: TFG121
  }
}

resource "aws_s3_bucket" "pass_no_state" {
  bucket = "acme-other"
}
