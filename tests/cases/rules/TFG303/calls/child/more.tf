variable "nullable" {
  default = null
}
