# Nobody applies it: the caller's provider may add the tags.
resource "aws_kms_key" "pass_this" {
  tags = { Name = "key" }
}
