resource "aws_vpc" "pass_new_argument" {
  cidr_block = "10.0.0.0/16"
  region     = "eu-west-1"
}

resource "aws_eip" "fail_old_argument" {
  vpc = true # expect: TFG327
}

resource "aws_nat_gateway" "pass_required_in_5" {
  allocation_id = "eipalloc-1"
}
