provider "aws" {
  region = "us-east-1"
}

module "pass_elsewhere" {
  source  = "terraform-aws-modules/cloudwatch/aws//modules/log-group"
  version = "~> 5.0"
  name    = "/aws/rds/instance/app/postgresql"
}

resource "aws_db_instance" "pass_this" {
  identifier                      = "app"
  enabled_cloudwatch_logs_exports = ["postgresql"]
}
