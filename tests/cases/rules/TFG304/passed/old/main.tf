# Without configuration_aliases, but every caller passes it.
resource "aws_vpc" "pass_old" {
  provider = aws.old
}
