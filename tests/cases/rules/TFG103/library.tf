# Nobody applies this folder itself: whoever calls it may add the policy.
resource "aws_s3_bucket" "pass_library" {
  bucket = "library"
}
