provider "aws" {
  region = "us-east-1"
}

module "pass_vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "~> 6.0"
}

resource "aws_ecs_cluster" "pass_this" {
  name = "app"
}

resource "tls_private_key" "fail_this" {
  algorithm = "ED25519"
}

output "key" {
  value = tls_private_key.fail_this.private_key_pem # expect: TFG008
}
