variable "image" {
  type = string
}

resource "aws_iam_role" "this" {
  name               = "dev-api-execution"
  assume_role_policy = "{}"
}

resource "aws_iam_role_policy_attachment" "this" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_task_definition" "this" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  execution_role_arn       = aws_iam_role.this.arn
  container_definitions    = jsonencode([{ name = "app", image = var.image }])
}
