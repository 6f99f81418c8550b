# Called twice, and one finding.
locals {
  fail_a = local.fail_b # expect: TFG306
  fail_b = local.fail_a
}
