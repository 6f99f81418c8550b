resource "aws_s3_bucket" "pass_library" {
  bucket = "library"
}
