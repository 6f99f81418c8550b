variable "input" {} # expect: TFG306

output "result" {
  value = var.input
}

output "constant" {
  value = 1
}

resource "terraform_data" "pass_inside" {
  input = var.input
}
