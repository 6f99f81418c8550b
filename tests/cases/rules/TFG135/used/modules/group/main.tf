resource "aws_security_group" "fail_this" { # expect: TFG135
  name = "database"
}

output "id" {
  value = aws_security_group.fail_this.id
}
