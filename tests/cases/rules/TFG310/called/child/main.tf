variable "pass_required" {}
