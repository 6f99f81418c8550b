terraform { # expect: TFG008
  required_version = ">= 1.11.0"
}

provider "aws" {
  region = "us-east-1"
}

resource "aws_sns_topic" "fail_this" {
  name = "alarms"
}
