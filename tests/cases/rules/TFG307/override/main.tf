variable "pass_maybe_used" {}
