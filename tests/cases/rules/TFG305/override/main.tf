variable "pass_merged" {}
