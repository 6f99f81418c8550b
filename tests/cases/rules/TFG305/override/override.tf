variable "pass_merged" {
  default = 1
}
