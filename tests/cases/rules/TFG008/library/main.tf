resource "aws_vpc" "pass_this" {
  cidr_block = "10.0.0.0/16"
}

resource "random_password" "pass_this" {
  length = 32
}

# The root that calls this decides: Terraform keeps the mark on the value.
output "password" {
  value = random_password.pass_this.result
}
