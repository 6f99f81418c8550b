resource "aws_simpledb_domain" "pass_in_5" {
  name = "example"
}

resource "aws_s3_bucket_abac" "fail_new_in_6" {} # expect: TFG321
