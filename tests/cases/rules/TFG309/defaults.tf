variable "fail_number" {
  type    = number
  default = "three" # expect: TFG309
}

variable "fail_bool" {
  type    = bool
  default = "yes" # expect: TFG309
}

variable "fail_list" {
  type    = list(string)
  default = "eu-west-1a" # expect: TFG309
}

variable "fail_object_for_list" {
  type    = list(string)
  default = {} # expect: TFG309
}

variable "fail_items" {
  type = list(object({
    cidr = string
    size = optional(number, 1)
  }))
  default = [
    { cidr = "10.0.0.0/24" },
    { cidr = "10.0.1.0/24", size = "big" }, # expect: TFG309
    { cdir = "10.0.2.0/24" },               # expect: TFG309
    {
      cidr = ["10.0.3.0/24"] # expect: TFG309
    },
  ]
}

variable "fail_mixed" {
  type    = map(any)
  default = { names = ["a"], name = "a" } # expect: TFG309
}

variable "fail_number_beside_bool" {
  type    = list(any)
  default = [1, true] # expect: TFG309
}

variable "fail_tuple" {
  type    = tuple([string, number])
  default = ["a"] # expect: TFG309
}

variable "fail_set" {
  type    = set(number)
  default = [1, "two"] # expect: TFG309
}

variable "fail_bare_list" {
  type    = list
  default = "a" # expect: TFG309
}

variable "fail_null" {
  type     = string
  nullable = false
  default  = null # expect: TFG309
}

variable "fail_optional" {
  type = object({
    retries = optional(number, "many") # expect: TFG309
    rules   = optional(map(object({ port = optional(number, "https") }))) # expect: TFG309
  })
}

variable "fail_validation" {
  type    = string
  default = "Payments" # expect: TFG309

  validation {
    condition     = can(regex("^[a-z-]+$", var.fail_validation))
    error_message = "Lower case letters and hyphens."
  }
}

variable "fail_one_of_two_validations" {
  type    = number
  default = 70000 # expect: TFG309

  validation {
    condition     = var.fail_one_of_two_validations > 0
    error_message = "A port is positive."
  }

  validation {
    condition     = var.fail_one_of_two_validations < 65536
    error_message = "A port is below 65536."
  }
}

variable "fail_every_range" {
  type    = list(string)
  default = ["10.0.0.0/16", "10.1.0.0"] # expect: TFG309

  validation {
    condition     = alltrue([for range in var.fail_every_range : can(cidrnetmask(range))])
    error_message = "Ranges such as 10.0.0.0/16."
  }
}

variable "fail_default_of_optional" {
  type    = object({ size = optional(number, 0) })
  default = {} # expect: TFG309

  validation {
    condition     = var.fail_default_of_optional.size > 0
    error_message = "At least 1."
  }
}
