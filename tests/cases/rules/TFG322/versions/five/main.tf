resource "aws_eip" "pass_in_5" {
  vpc = true
}

resource "aws_vpc" "fail_new_in_6" {
  cidr_block = "10.0.0.0/16"
  region     = "eu-west-1" # expect: TFG322
}

resource "aws_lb" "fail_block_new_in_6" {
  subnets = ["subnet-1"]

  health_check_logs { # expect: TFG322
    bucket = "logs"
  }
}
