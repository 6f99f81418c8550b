variable "needed" {}

variable "optional" {
  default = "b"
}
