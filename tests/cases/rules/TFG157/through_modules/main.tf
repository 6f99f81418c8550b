module "pass_role" {
  source = "./modules/role"
}

resource "aws_ecs_task_definition" "fail_app" {
  family                = "app"
  execution_role_arn    = module.pass_role.arn
  container_definitions = jsonencode([{ name = "app" }])
}

resource "aws_ecs_service" "fail_app" { # expect: TFG157
  name            = "app"
  task_definition = aws_ecs_task_definition.fail_app.arn
}

resource "aws_ecs_task_definition" "pass_app" {
  family                = "app"
  execution_role_arn    = module.pass_role.usable_arn
  container_definitions = jsonencode([{ name = "app" }])
}

resource "aws_ecs_service" "pass_app" {
  name            = "app"
  task_definition = aws_ecs_task_definition.pass_app.arn
}

resource "aws_ecs_service" "pass_after_module" {
  name            = "app"
  task_definition = aws_ecs_task_definition.fail_app.arn
  depends_on      = [module.pass_role]
}
