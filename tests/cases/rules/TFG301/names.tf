variable "pass_name" {
  type = string

  validation {
    condition     = var.pass_name != local.pass_local && var.pass_name != var.nope # expect: TFG301
    error_message = "${var.nope} is wrong."                                       # expect: TFG301
  }
}

locals {
  pass_local = "${var.pass_name}-${path.module}"
  pass_for   = [for key, value in { a = 1 } : "${key}=${value}" if value > 0]
  pass_text  = "%{for name in ["a"]}${name}%{endfor}"
  fail_var   = var.pass_nam # expect: TFG301
  fail_local = local.fial   # expect: TFG301
  fail_both  = "${var.one}-${local.two}" # expect: TFG301 TFG301
  fail_other = var.pass_local # expect: TFG301
  fail_bare  = { a = production } # expect: TFG301
  fail_after = [[for name in ["a"] : name], name] # expect: TFG301
  fail_var_alone = var # expect: TFG301
  fail_var_index = var["pass_name"] # expect: TFG301
  fail_local_alone = [local] # expect: TFG301
  fail_module_alone = module # expect: TFG301
  fail_try = try(var.nope, "x") # expect: TFG301
  fail_words = [locals.pass_local, variable.pass_name] # expect: TFG301 TFG301
  fail_reserved = [template.a.b, lazy.a.b, arg.a.b] # expect: TFG301 TFG301 TFG301
  fail_in_call = join("-", [upper(var.nope)]) # expect: TFG301
  fail_in_key = { (var.nope) = 1 } # expect: TFG301
  fail_in_index = local.pass_for[var.nope] # expect: TFG301
  fail_in_heredoc = <<-EOT
    ${var.nope}
  EOT
}
# expect-at: 31 TFG301

output "pass_output" {
  value = local.pass_local
}

output "fail_output" {
  value      = resource.terraform_data.nope.id # expect: TFG301
  depends_on = [terraform_data.nope, "terraform_data.quoted"] # expect: TFG301 TFG301
}
