locals {
  a = var.pass_maybe_used
}
