output "pass_read_by_one" {
  value = 1
}

output "pass_read_by_two" {
  value = 1
}

output "fail_unread" { # expect: TFG308
  value = 1
}

output "pass_described" {
  description = "For callers to come."
  value       = 1
}
