variable "pass_all" {
  type        = object({ a = optional(string, "b"), c = map(list(any)), d = tuple([number, bool]) })
  default     = { a = 1 + 2, c = [for name in ["x"] : name] }
  description = "All of it."
  sensitive   = "true"
  nullable    = false
  ephemeral   = false

  validation {
    condition     = var.pass_all.a != ""
    error_message = "Wrong."
  }

  validation {
    condition     = length(var.pass_all.c) > 1
    error_message = "Wrong."
  }
}

variable "pass_old_types" {
  type = list
}

variable "fail_arguments" {
  value       = 1 # expect: TFG311
  sensitive   = "yes" # expect: TFG311
  nullable    = null # expect: TFG311
  description = ["a"] # expect: TFG311
  ephemeral   = var.pass_all # expect: TFG311

  options {} # expect: TFG311
}

variable "fail_default" {
  default = upper("a") # expect: TFG311
}

variable "fail_default_reference" {
  default = { a = [var.pass_all] } # expect: TFG311
}

variable "fail_null_default" {
  default  = null # expect: TFG311
  nullable = false
}

variable "fail_type_quoted" {
  type = "string" # expect: TFG311
}

variable "fail_type_unknown" {
  type = strng # expect: TFG311
}

variable "fail_types" {
  type = object({
    a = list(string, number) # expect: TFG311
    b = array(string) # expect: TFG311
    c = list(list) # expect: TFG311
    d = optional(string, var.a) # expect: TFG311
    e = tuple(string) # expect: TFG311
    f = set(optional(string)) # expect: TFG311
    g = object([string]) # expect: TFG311
    h = var.a # expect: TFG311
    i = optional() # expect: TFG311
  })
}

variable "fail_type_object" {
  type = object # expect: TFG311
}

variable "fail_validation" {
  validation {} # expect: TFG311 TFG311

  validation {
    condition     = true # expect: TFG311
    error_message = "Wrong."
  }

  validation {
    condition     = var.pass_all != 1 # expect: TFG311
    error_message = "Wrong."
    severity      = "low" # expect: TFG311
  }

  validation "label" { # expect: TFG311
    condition     = var.fail_validation != ""
    error_message = "Wrong."
  }
}

output "pass_output" {
  value       = 1
  description = "A"
  sensitive   = false
  depends_on  = [var.pass_all]

  precondition {
    condition     = var.pass_all != null
    error_message = "Wrong."
  }
}

output "fail_no_value" { # expect: TFG311
  description = upper("a") # expect: TFG311
}

output "fail_arguments" {
  value     = 1
  type      = string # expect: TFG311
  sensitive = "no" # expect: TFG311

  postcondition { # expect: TFG311
    condition     = true # expect: TFG311
    error_message = "Wrong."
  }
}
