# Nobody applies a folder without provider and backend: its caller sets the variables.
variable "pass_library" {
  type = string
}

resource "terraform_data" "pass_resource" {
  input = var.pass_library
}
