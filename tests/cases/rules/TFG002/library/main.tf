# Nobody applies this folder: its caller may declare the group and give a retention.
variable "retention" {
  type    = number
  default = null
}

resource "aws_cloudwatch_log_group" "pass_this" {
  name              = "/library"
  retention_in_days = var.retention
}

resource "aws_db_instance" "pass_this" {
  identifier                      = "library"
  enabled_cloudwatch_logs_exports = ["postgresql"]
}
