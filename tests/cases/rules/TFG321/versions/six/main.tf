resource "aws_simpledb_domain" "fail_removed_in_6" { # expect: TFG321
  name = "example"
}

resource "aws_s3_bucket_abac" "pass_new_in_6" {
  bucket = "example"
}

module "library" {
  source = "../library"
}
