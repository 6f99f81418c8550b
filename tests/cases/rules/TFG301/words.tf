locals {
  pass_path      = [path.module, path.root, path.cwd]
  pass_workspace = terraform.workspace
  fail_path      = path.modul # expect: TFG301
  fail_bare_path = path # expect: TFG301
  fail_workspace = terraform.env # expect: TFG301
  fail_each      = each.key # expect: TFG301
  fail_count     = count.index # expect: TFG301
  fail_self      = self.id # expect: TFG301
}

resource "terraform_data" "pass_each" {
  for_each = toset(["a"])
  input    = [each.key, each.value.name]
}

resource "terraform_data" "pass_count" {
  count = 2
  input = count.index
}

resource "terraform_data" "fail_swapped" {
  count = 2
  input = each.key # expect: TFG301
}

resource "terraform_data" "fail_attribute" {
  for_each = { a = each.key } # expect: TFG301
  input    = each.name # expect: TFG301
}

resource "terraform_data" "fail_count_attribute" {
  count = 1
  input = [count.key, count, each] # expect: TFG301 TFG301 TFG301
}

resource "terraform_data" "pass_self" {
  connection {
    host = self.id
  }

  provisioner "local-exec" {
    command = "echo ${self.id}"
  }

  lifecycle {
    postcondition {
      condition     = self.id != ""
      error_message = "No id."
    }
  }
}

resource "terraform_data" "fail_self" {
  input = self.output # expect: TFG301

  lifecycle {
    precondition {
      condition     = self.id != "" # expect: TFG301
      error_message = "No id."
    }
  }
}

resource "terraform_data" "pass_destroyed" {
  for_each = toset(["a"])

  provisioner "local-exec" {
    when       = destroy
    on_failure = continue
    command    = "echo ${self.id} ${each.key} ${path.module}"
  }
}

resource "terraform_data" "fail_destroyed" {
  connection {
    host = local.pass_workspace # expect: TFG301
  }

  provisioner "local-exec" {
    when    = destroy
    command = terraform_data.pass_self.id # expect: TFG301
  }
}
