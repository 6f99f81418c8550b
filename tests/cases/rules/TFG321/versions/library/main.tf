resource "aws_simpledb_domain" "fail_when_a_root_asks_for_6" { # expect: TFG321
  name = "example"
}

resource "aws_vpc" "pass_in_both" {
  cidr_block = "10.0.0.0/16"
}
