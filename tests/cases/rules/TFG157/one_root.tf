resource "aws_iam_role" "pass_execution" {
  name               = "execution"
  assume_role_policy = "{}"
}

resource "aws_iam_role" "pass_task" {
  name                = "task"
  assume_role_policy  = "{}"
  managed_policy_arns = ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]
}

resource "aws_iam_role_policy_attachment" "fail_execution" {
  role       = aws_iam_role.pass_execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_iam_role_policy" "fail_task" {
  role   = aws_iam_role.pass_task.id
  policy = "{}"
}

resource "aws_ecs_task_definition" "pass_app" {
  family                = "app"
  execution_role_arn    = aws_iam_role.pass_execution.arn
  task_role_arn         = aws_iam_role.pass_task.arn
  container_definitions = jsonencode([{ name = "app" }])
}

resource "aws_ecs_service" "fail_nothing" { # expect: TFG157
  name            = "app"
  task_definition = aws_ecs_task_definition.pass_app.arn
}

resource "aws_ecs_service" "fail_one" {
  name            = "app"
  task_definition = aws_ecs_task_definition.pass_app.arn
  depends_on      = [aws_iam_role_policy.fail_task] # expect: TFG157
}

resource "aws_ecs_service" "pass_both" {
  name            = "app"
  task_definition = aws_ecs_task_definition.pass_app.arn
  depends_on      = [aws_iam_role_policy.fail_task, aws_iam_role_policy_attachment.fail_execution]
}

resource "aws_ecs_task_definition" "pass_ordered" {
  family                = "app"
  execution_role_arn    = aws_iam_role.pass_execution.arn
  container_definitions = jsonencode([{ name = "app" }])
  depends_on            = [aws_iam_role_policy_attachment.fail_execution]
}

resource "aws_ecs_service" "pass_by_task" {
  name            = "app"
  task_definition = aws_ecs_task_definition.pass_ordered.arn
}

resource "aws_ecs_task_definition" "pass_elsewhere" {
  family                = "app"
  execution_role_arn    = "arn:aws:iam::111111111111:role/ecsTaskExecutionRole"
  container_definitions = jsonencode([{ name = "app" }])
}

resource "aws_ecs_service" "pass_elsewhere" {
  name            = "app"
  task_definition = aws_ecs_task_definition.pass_elsewhere.arn
}
