output "pass_published" {
  value = 1
}
