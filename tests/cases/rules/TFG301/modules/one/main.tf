variable "id" {}

output "id" {
  value = var.id
}
