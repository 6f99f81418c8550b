fail = 1 # expect: TFG311

variabel "fail_type" {} # expect: TFG311

dynamic "variable" { # expect: TFG311
  for_each = []
}

variable {} # expect: TFG311

variable "fail_a" "fail_b" {} # expect: TFG311

resource "terraform_data" {} # expect: TFG311

resource "terraform_data" "fail_a" "fail_b" {} # expect: TFG311

locals "fail_label" {} # expect: TFG311

locals {
  fail_block {} # expect: TFG311
}

output "fail name" { # expect: TFG311
  value = 1
}

module "fail.name" { # expect: TFG311
  source = "./a"
}

resource "1type" "1name" {} # expect: TFG311 TFG311

variable "source" {} # expect: TFG311

variable "for_each" {} # expect: TFG311

variable "pass-dash_and_1" {}

variable "_pass" {}
