resource "aws_lb" "pass_one" {
  name = "one"

  lifecycle {
    ignore_changes = [tags["a"], access_logs[0].prefix, name]

    postcondition {
      condition     = self.arn != ""
      error_message = "No ARN."
    }
  }

  provisioner "local-exec" {
    command = "echo ${self.dns_name}"
  }
}

resource "aws_lb" "fail_in_itself" {
  name = "two"

  lifecycle {
    ignore_changes = [tagz] # expect: TFG326

    postcondition {
      condition     = self.arnn != "" # expect: TFG326
      error_message = "No ARN."
    }
  }

  provisioner "local-exec" {
    command = "echo ${self.dnsname}" # expect: TFG326
  }
}

resource "aws_lb" "pass_many" {
  count = 2
  name  = "many"
}

resource "aws_lb" "pass_each" {
  for_each = toset(["a"])
  name     = each.key
}

variable "index" {
  type = number
}

locals {
  fail_plain     = aws_lb.pass_one.idd # expect: TFG326
  pass_plain     = aws_lb.pass_one.id
  fail_key       = aws_lb.pass_one["arn"].arnn            # expect: TFG326
  fail_count     = aws_lb.pass_many[0].arnn               # expect: TFG326
  fail_index     = aws_lb.pass_many[var.index].arnn       # expect: TFG326
  fail_splat     = aws_lb.pass_many[*].arnn               # expect: TFG326
  fail_legacy    = aws_lb.pass_many.*.arnn                # expect: TFG326
  fail_single    = aws_lb.pass_one[*].arnn                # expect: TFG326
  fail_for       = [for lb in aws_lb.pass_many : lb.arnn] # expect: TFG326
  pass_for       = { for key, lb in aws_lb.pass_each : key => lb.arn }
  fail_for_each  = { for key, lb in aws_lb.pass_each : key => lb.arnn } # expect: TFG326
  fail_values    = values(aws_lb.pass_each)[*].arnn                     # expect: TFG326
  pass_values    = values(aws_lb.pass_each)[*].arn
  fail_map       = aws_lb.pass_each["a"].arnn                         # expect: TFG326
  fail_template  = "https://${aws_lb.pass_one.dnsname}/"              # expect: TFG326
  fail_if        = "%{if aws_lb.pass_one.internall}a%{endif}"         # expect: TFG326
  fail_loop      = "%{for lb in aws_lb.pass_many}${lb.arnn}%{endfor}" # expect: TFG326
  fail_condition = aws_lb.pass_one.internall ? 1 : 2                  # expect: TFG326
  fail_call      = join(",", [aws_lb.pass_one.arnn])                  # expect: TFG326
  fail_object    = { a = aws_lb.pass_one.arnn }                       # expect: TFG326

  pass_nested   = aws_lb.pass_one.access_logs[0].bucket
  fail_nested   = aws_lb.pass_one.access_logs[0].buckett                 # expect: TFG326
  fail_list     = aws_lb.pass_one.access_logs.bucket                     # expect: TFG326
  fail_all      = aws_lb.pass_one.access_logs[*].buckett                 # expect: TFG326
  fail_any      = [for log in aws_lb.pass_one.access_logs : log.buckett] # expect: TFG326
  fail_one      = one(aws_lb.pass_one.access_logs).buckett               # expect: TFG326
  pass_set      = aws_lb.pass_one.subnet_mapping[*].subnet_id
  fail_set      = aws_lb.pass_one.subnet_mapping[0].subnet_id # expect: TFG326
  fail_set_item = one(aws_lb.pass_one.subnet_mapping).subnet  # expect: TFG326
  pass_tolist   = tolist(aws_lb.pass_one.subnet_mapping)[0].subnet_id
  pass_map_item = aws_lb.pass_one.tags.Name
  fail_scalar   = aws_lb.pass_one.arn.name                              # expect: TFG326
  fail_letter   = aws_lb.pass_one.arn[0]                                # expect: TFG326
  fail_of_type  = tolist(aws_security_group.pass_group.ingress)[0].port # expect: TFG326
  pass_timeouts = aws_lb.pass_one.timeouts.create

  whole      = aws_lb.pass_one
  fail_alias = local.whole.arnn # expect: TFG326
  pass_alias = local.whole.arn
  round      = local.round

  # Terraform looks at these even in try.
  fail_try      = try(aws_lb.pass_one.arnn, null) # expect: TFG326
  fail_can      = can(aws_lb.pass_many[0].arnn)   # expect: TFG326
  pass_try      = try(aws_lb.pass_many[var.index].arnn, null)
  pass_try_each = try([for lb in aws_lb.pass_many : lb.arnn], [])

  pass_not_declared = aws_lb.not_there.arnn
  pass_variable     = var.index
  pass_module       = module.anything.arnn
}

resource "aws_security_group" "pass_group" {}

data "aws_vpc" "pass_data" {
  id = "vpc-1"
}

ephemeral "aws_secretsmanager_secret_version" "pass_ephemeral" {
  secret_id = "a"
}

output "fail_data" {
  value = data.aws_vpc.pass_data.cidr # expect: TFG326
}

output "pass_data" {
  value = data.aws_vpc.pass_data.cidr_block_associations[0].cidr_block
}

output "fail_data_object" {
  value = data.aws_vpc.pass_data.cidr_block_associations[0].cidr # expect: TFG326
}

output "fail_ephemeral" {
  value = ephemeral.aws_secretsmanager_secret_version.pass_ephemeral.secret # expect: TFG326
}

resource "aws_lb_listener" "fail_in_each" {
  for_each          = aws_lb.pass_each
  load_balancer_arn = each.value.arnn # expect: TFG326

  dynamic "default_action" {
    for_each = aws_lb.pass_many[*]
    content {
      type             = "forward"
      target_group_arn = default_action.value.arnn # expect: TFG326
    }
  }
}

module "fail_in_module" {
  source = "./anything"
  arn    = aws_lb.pass_one.arnn # expect: TFG326
}

resource "terraform_data" "pass_builtin" {
  input = { a = 1 }
}

output "pass_builtin" {
  value = terraform_data.pass_builtin.output.a.b.c
}

output "fail_builtin" {
  value = terraform_data.pass_builtin.outputs # expect: TFG326
}
