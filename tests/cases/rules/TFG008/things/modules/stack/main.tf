variable "name" {
  type = string
}

resource "aws_ecs_service" "fail_this" { # expect: TFG008
  name = var.name
}

output "service" {
  value = one(aws_ecs_service.fail_this[*].name)
}
