resource "terraform_data" "pass_meta" {
  for_each   = { a = 1 }
  provider   = terraform
  depends_on = [terraform_data.pass_count[0], module.a, module.b.c, var.d, "data.e.f"]

  lifecycle {
    create_before_destroy = true
    prevent_destroy       = "false"
    ignore_changes        = [input, triggers_replace["a"], input[0].b, "output"]
    replace_triggered_by  = [terraform_data.pass_count, terraform_data.pass_count[0].id]

    precondition {
      condition     = var.a
      error_message = "Wrong."
    }

    postcondition {
      condition     = self.id != ""
      error_message = "Wrong."
    }
  }
}

resource "terraform_data" "pass_count" {
  count = "2"

  lifecycle {
    ignore_changes = all
  }
}

resource "terraform_data" "fail_both" {
  count    = 1
  for_each = {} # expect: TFG311
}

resource "terraform_data" "fail_count" {
  count = -1 # expect: TFG311
}

resource "terraform_data" "fail_count_fraction" {
  count = 1.5 # expect: TFG311
}

resource "terraform_data" "fail_count_text" {
  count = "two" # expect: TFG311
}

resource "terraform_data" "fail_count_bool" {
  count = true # expect: TFG311
}

resource "terraform_data" "fail_each_list" {
  for_each = ["a"] # expect: TFG311
}

resource "terraform_data" "fail_each_for" {
  for_each = ([for name in ["a"] : name]) # expect: TFG311
}

resource "terraform_data" "fail_each_text" {
  for_each = "a" # expect: TFG311
}

resource "terraform_data" "fail_each_number" {
  for_each = -1 # expect: TFG311

  lifecycle {
    create_before_destroy = -1 # expect: TFG311
    prevent_destroy       = !true
  }
}

resource "terraform_data" "fail_depends" {
  depends_on = [terraform_data.pass_meta.id, terraform_data.a[var.b], concat([]), module.a[*]] # expect: TFG311 TFG311 TFG311 TFG311
  provider   = lower("aws") # expect: TFG311
}

resource "terraform_data" "fail_depends_list" {
  depends_on = terraform_data.pass_count # expect: TFG311
  provider   = aws.a.b # expect: TFG311
}

resource "terraform_data" "fail_lifecycle" {
  lifecycle {
    create_before_destroy = var.a # expect: TFG311
    prevent_destroy       = "yes" # expect: TFG311
    ignore_changes        = input # expect: TFG311
    replace_triggered_by  = [var.a, "terraform_data.a", self.id, local.b] # expect: TFG311 TFG311 TFG311 TFG311
    destroy               = true # expect: TFG311

    check {} # expect: TFG311

    precondition { # expect: TFG311
      condition = true # expect: TFG311
    }
  }

  lifecycle {} # expect: TFG311

  locals {} # expect: TFG311
}

resource "terraform_data" "fail_ignored" {
  lifecycle "label" { # expect: TFG311
    ignore_changes       = ["*", all, lower("a"), input[var.a]] # expect: TFG311 TFG311 TFG311 TFG311
    replace_triggered_by = terraform_data.a # expect: TFG311
  }
}

data "aws_region" "pass_data" {
  lifecycle {
    postcondition {
      condition     = self.name != ""
      error_message = "Wrong."
    }
  }
}

data "aws_region" "fail_data" {
  lifecycle {
    prevent_destroy = true # expect: TFG311
    ignore_changes  = [name] # expect: TFG311
  }

  locals {} # expect: TFG311
}

resource "aws_security_group" "pass_dynamic" {
  dynamic "ingress" {
    for_each = []
    iterator = rule
    labels   = []

    content {
      dynamic "inner" {
        for_each = []

        content {}
      }
    }
  }
}

resource "aws_security_group" "fail_dynamic" {
  dynamic "ingress" { # expect: TFG311
    for_each = []
  }

  dynamic "egress" { # expect: TFG311
    iterator = "rule" # expect: TFG311
    port     = 1 # expect: TFG311

    content {
      dynamic "inner" { # expect: TFG311
        for_each = []
      }
    }

    other {} # expect: TFG311
  }

  dynamic "lifecycle" { # expect: TFG311
    for_each = [1]

    content {}
  }

  dynamic { # expect: TFG311
    for_each = [1]

    content {}
  }
}
