moved {
  from = terraform_data.old
  to   = module.a["b"].terraform_data.new[0]
}

moved {
  from = module.old
  to   = module.new
}

moved {} # expect: TFG311 TFG311

moved { # expect: TFG311
  from = terraform_data.old
  to   = module.new
}

moved {
  from = "terraform_data.old" # expect: TFG311
  to   = var.new # expect: TFG311
  note = "a" # expect: TFG311

  lifecycle {} # expect: TFG311
}

moved {
  from = terraform_data.old[var.a] # expect: TFG311
  to   = terraform_data.new.id # expect: TFG311
}

removed {
  from = terraform_data.gone

  lifecycle {
    destroy = false
  }

  provisioner "local-exec" {
    when    = destroy
    command = "echo ${self.id}"
  }
}

removed { # expect: TFG311
  lifecycle {
    destroy         = "no" # expect: TFG311
    prevent_destroy = true # expect: TFG311
  }
}

removed {
  from = terraform_data.gone[0] # expect: TFG311
}

removed {
  from = data.aws_region.gone # expect: TFG311
}

import {
  for_each = toset(["a"])
  to       = terraform_data.pass_resource[each.key]
  id       = each.key
  provider = aws.peer
}

import {} # expect: TFG311 TFG311

import {
  to = "terraform_data.a" # expect: TFG311
  id = "b"
}

import {
  to     = data.aws_region.a # expect: TFG311
  id     = "b"
  region = "c" # expect: TFG311
}

check "pass_check" {
  data "aws_region" "pass_scoped" {}

  assert {
    condition     = data.aws_region.pass_scoped.name != ""
    error_message = "Wrong."
  }
}

check "fail_empty" {} # expect: TFG311

check "fail_check" {
  name = "a" # expect: TFG311

  data "aws_region" "a" {
    count = 1 # expect: TFG311

    lifecycle {} # expect: TFG311
  }

  data "aws_region" "b" {} # expect: TFG311

  assert { # expect: TFG311
    condition = 1 == 1 # expect: TFG311
  }

  note {} # expect: TFG311
}
