variable "azs" {
  type = list(string)
}

variable "subnets" {
  type = list(object({
    cidr = string
    name = optional(string)
  }))
}

variable "size" {
  type     = number
  nullable = false
}

variable "cidr" {
  type = string

  validation {
    condition     = can(cidrhost(var.cidr, 0))
    error_message = "A range such as 10.0.0.0/16."
  }
}
