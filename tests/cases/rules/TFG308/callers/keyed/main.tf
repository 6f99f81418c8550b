output "pass_keyed" {
  value = 1
}

output "fail_keyed" { # expect: TFG308
  value = 1
}
