variable "days" {
  type     = number
  nullable = false
  default  = 7
}

variable "name" {
  type    = string
  default = "" # expect: TFG309

  validation {
    condition     = length(var.name) > 0
    error_message = "A name."
  }
}
