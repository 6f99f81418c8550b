# Nobody applies it: the caller may name the snapshot.
variable "final_snapshot_identifier" {
  type    = string
  default = null
}

resource "aws_db_instance" "pass_caller_decides" {
  identifier                = "app"
  final_snapshot_identifier = var.final_snapshot_identifier
}

resource "aws_db_instance" "fail_nobody_can" { # expect: TFG132
  identifier = "app"
}
