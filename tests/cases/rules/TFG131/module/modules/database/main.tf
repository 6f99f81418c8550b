variable "protected" {
  type = bool
}

resource "aws_db_instance" "pass_this" {
  identifier              = "app"
  deletion_protection     = var.protected
  backup_retention_period = 35
  multi_az                = true
}
