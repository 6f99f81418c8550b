resource "aws_eip" "pass_without_constraint" {
  vpc    = true
  region = "eu-west-1"
}
