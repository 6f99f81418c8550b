resource "aws_dynamodb_table" "fail_locks" { # expect: TFG131
  name = "locks"
}

resource "aws_dynamodb_table" "pass_locks" {
  name                        = "locks"
  deletion_protection_enabled = true
}
