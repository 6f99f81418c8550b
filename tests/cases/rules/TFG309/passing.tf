variable "pass_conversions" {
  type = object({
    text    = string
    flag    = bool
    count   = number
    tags    = map(string)
    names   = set(string)
    ports   = list(number)
    pair    = tuple([string, number])
    rest    = any
    maximum = optional(number)
  })
  default = {
    text    = 5
    flag    = "true"
    count   = "1e3"
    tags    = { a = 1, b = true, c = null }
    names   = ["a", "a", 1]
    ports   = ["80", 443]
    pair    = [true, "2"]
    rest    = { anything = ["at", { all = 1 }] }
    surplus = "is dropped"
  }
}

variable "pass_null" {
  type    = list(string)
  default = null
}

variable "pass_bare_map" {
  type    = map
  default = { a = 1, b = "c" }
}

variable "pass_no_type" {
  default = ["a", 1]
}

variable "pass_no_value" {
  type = number

  validation {
    condition     = var.pass_no_value > 3
    error_message = "More."
  }
}

variable "pass_validations" {
  type    = string
  default = "payments"

  validation {
    condition     = can(regex("^[a-z]+$", var.pass_validations)) && length(var.pass_validations) < 20
    error_message = "Lower case."
  }

  validation {
    condition     = contains(["payments", "orders"], var.pass_validations)
    error_message = "Known names."
  }
}

variable "pass_undecidable" {
  type    = string
  default = "2026-01-01T00:00:00Z"

  validation {
    condition     = can(formatdate("YYYY", var.pass_undecidable))
    error_message = "Nobody evaluates this here."
  }
}

# To Terraform a list never equals a tuple, so this holds.
variable "pass_list_and_tuple" {
  type    = list(string)
  default = []

  validation {
    condition     = var.pass_list_and_tuple != []
    error_message = "None."
  }
}

# A set holds an item once, and sorts them.
variable "pass_set" {
  type    = set(string)
  default = ["b", "a", "a"]

  validation {
    condition     = length(var.pass_set) == 2 && tolist(var.pass_set)[0] == "a"
    error_message = "Two."
  }
}

variable "pass_range" {
  type    = list(string)
  default = ["10.0.0.0/16", "2001:db8::/32"]

  validation {
    condition     = alltrue([for range in var.pass_range : can(cidrhost(range, 0))])
    error_message = "Ranges."
  }
}
