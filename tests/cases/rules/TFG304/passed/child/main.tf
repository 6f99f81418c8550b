terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.peer]
    }
  }
}

resource "aws_vpc" "pass_peer" {
  provider = aws.peer
}

resource "aws_vpc" "fail_peer" {
  provider = aws.per # expect: TFG304
}
