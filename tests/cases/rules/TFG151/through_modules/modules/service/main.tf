variable "cpu" {
  type = number
}

variable "memory" {
  type    = number
  default = 512 # expect: TFG151
}

resource "aws_ecs_task_definition" "this" {
  family                   = "app"
  requires_compatibilities = toset(["FARGATE"])
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory
  container_definitions    = jsonencode([{ name = "app" }])
}

resource "aws_ecs_service" "this" {
  name            = "app"
  task_definition = aws_ecs_task_definition.this.arn
}
