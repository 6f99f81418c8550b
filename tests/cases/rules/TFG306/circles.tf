locals {
  pass_first  = 1
  pass_second = local.pass_first
  fail_one    = local.fail_two # expect: TFG306
  fail_two    = [for name in [local.fail_three] : name]
  fail_three  = "${local.fail_one}"
  fail_itself = { a = local.fail_itself } # expect: TFG306
}

resource "aws_security_group" "fail_first" { # expect: TFG306
  ingress {
    security_groups = [aws_security_group.fail_second.id]
  }
}

resource "aws_security_group" "fail_second" {
  egress {
    security_groups = [aws_security_group.fail_first.id]
  }
}

resource "aws_eip" "fail_order" { # expect: TFG306
  depends_on = [aws_nat_gateway.fail_order]
}

resource "aws_nat_gateway" "fail_order" {
  allocation_id = data.aws_eip.pass_between.id
}

data "aws_eip" "pass_between" {
  public_ip = aws_eip.fail_order.public_ip
}

resource "aws_instance" "fail_reads_itself" {
  tags = {
    Id = aws_instance.fail_reads_itself.id # expect: TFG306
  }
}

resource "aws_instance" "fail_other_instance" {
  count = 2
  name  = aws_instance.fail_other_instance[0].id # expect: TFG306
}

resource "aws_instance" "pass_self" {
  provisioner "local-exec" {
    command = "echo ${aws_instance.pass_self.id}"
  }
}

provider "aws" { # expect: TFG306
  region = aws_ssm_parameter.fail_region.value
}

resource "aws_ssm_parameter" "fail_region" {
  name = "region"
}

resource "other_thing" "pass_other_provider" {}

provider "other" {
  token = data.aws_eip.pass_between.id
}

variable "fail_validated" { # expect: TFG306
  validation {
    condition     = var.fail_validated != local.fail_of_variable
    error_message = "Wrong."
  }
}

locals {
  fail_of_variable = var.fail_validated
}

check "pass_check" {
  assert {
    condition     = aws_instance.pass_self.id != ""
    error_message = "Wrong."
  }
}
