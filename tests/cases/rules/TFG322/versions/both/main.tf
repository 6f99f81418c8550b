resource "aws_eip" "pass_another_rule_warns" {
  vpc = true
}

resource "aws_eip" "fail_in_neither" {
  vpcs = true # expect: TFG322
}
