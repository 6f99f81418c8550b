# Nobody applies it.
resource "aws_s3_bucket" "pass_assets" {
  bucket = "fintech-assets"
}
