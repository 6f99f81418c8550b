resource "aws_eip" "fail_removed_in_6" {
  vpc = true # expect: TFG322
}

resource "aws_vpc" "pass_new_in_6" {
  cidr_block = "10.0.0.0/16"
  region     = "eu-west-1"
}
