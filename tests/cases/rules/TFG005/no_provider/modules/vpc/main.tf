resource "aws_vpc" "fail_this" {
  cidr_block = "10.0.0.0/16"
}
