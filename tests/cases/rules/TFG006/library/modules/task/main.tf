variable "image" {}

variable "execution_role_arn" {}

resource "aws_ecs_task_definition" "this" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  execution_role_arn       = var.execution_role_arn
  container_definitions    = jsonencode([{ name = "app", image = var.image }])
}
