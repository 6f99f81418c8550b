# Ids that are none.

provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = [012345678901] # expect: TFG203
}

provider "aws" {
  alias                 = "fail_forbidden"
  region                = "us-east-1"
  forbidden_account_ids = ["111111111111", "22222222222"] # expect: TFG203
}

variable "fail_peer" {
  type    = string
  default = "1234567890123" # expect: TFG203
}

resource "aws_vpc_peering_connection" "fail_peer" {
  vpc_id        = "vpc-1"
  peer_vpc_id   = "vpc-2"
  peer_owner_id = var.fail_peer
}

resource "aws_lambda_permission" "fail_source" {
  function_name  = "app"
  action         = "lambda:InvokeFunction"
  principal      = "s3.amazonaws.com"
  source_account = 11111111111 # expect: TFG203
}

locals {
  fail_key  = "arn:aws:kms:us-east-1:11111111111:key/1" # expect: TFG203
  fail_part = "arn:aws-cn:iam::1111111111111:role/${local.pass_name}" # expect: TFG203
  pass_name = "app"
  pass_key  = "arn:aws:kms:us-east-1:111111111111:key/1"
  pass_aws  = "arn:aws:iam::aws:policy/ReadOnlyAccess"
  pass_s3   = "arn:aws:s3:::11111111111:x"

  # arn:aws:kms:us-east-1:11111111111:key/1 in a comment
  fail_heredoc = <<-EOT
    {
      "Resource": "arn:aws:sqs:us-east-1:11111111111:app"
    }
  EOT
  # expect-at: 43 TFG203

  fail_template = <<-EOT
    {
      "Name": "${local.pass_name}",
      "Resource": "arn:aws:sqs:us-east-1:11111111111:app"
    }
  EOT
  # expect-at: 51 TFG203
}

resource "aws_iam_role" "pass_role" {
  name               = "pass"
  assume_role_policy = "{}"
}
