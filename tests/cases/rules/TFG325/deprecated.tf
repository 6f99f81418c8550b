resource "aws_s3_bucket" "fail_argument" {
  bucket = "example"
  acl    = "private" # expect: TFG325

  versioning { # expect: TFG325
    enabled = true
  }

  dynamic "logging" { # expect: TFG325
    for_each = [1]
    content {
      target_bucket = "logs"
    }
  }
}

resource "aws_s3_bucket" "pass_plain" {
  bucket = "example"
}

resource "aws_s3_bucket_object" "fail_type" { # expect: TFG325
  bucket = aws_s3_bucket.pass_plain.id        # expect: TFG325
  key    = "a"                                # expect: TFG325
}

output "fail_read" {
  value = aws_s3_bucket.pass_plain.website_endpoint # expect: TFG325
}

# Only version 6 calls it deprecated, and nothing asks for that version.
data "aws_region" "pass_either_version" {}

output "pass_read" {
  value = data.aws_region.pass_either_version.name
}
