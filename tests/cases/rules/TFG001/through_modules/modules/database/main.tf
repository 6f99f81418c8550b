variable "initial" {
  type = string
}

locals {
  settings = {
    admin = var.initial
  }
}

resource "aws_db_instance" "this" {
  password = local.settings.admin
}
