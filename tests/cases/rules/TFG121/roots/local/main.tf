terraform {
  backend "local" { # expect: TFG121
    path = "terraform.tfstate"
  }
}

resource "aws_sqs_queue" "fail_local" {}
