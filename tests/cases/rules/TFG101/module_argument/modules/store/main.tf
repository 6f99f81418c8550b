variable "encrypted" {
  type = bool
}

resource "aws_efs_file_system" "pass_by_argument" {
  encrypted = var.encrypted
}
