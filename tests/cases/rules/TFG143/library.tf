# Nobody applies this folder: its callers set the variable.
variable "propagate_tags" {
  type    = string
  default = null
}

resource "aws_ecs_service" "pass_caller_decides" {
  name           = "app"
  propagate_tags = var.propagate_tags
}

resource "aws_autoscaling_group" "pass_no_root" {
  min_size = 1
  max_size = 2
}

resource "aws_ecs_service" "fail_nobody_can" { # expect: TFG143
  name = "app"
}
