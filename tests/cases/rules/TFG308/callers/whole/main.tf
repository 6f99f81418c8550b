output "pass_taken_as_a_whole" {
  value = 1
}
