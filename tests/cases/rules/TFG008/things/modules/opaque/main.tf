resource "aws_vpc" "pass_this" {
  cidr_block = "10.9.0.0/16"
}

output "things" {
  value = { for name in [timestamp()] : name => aws_vpc.pass_this.id }
}
