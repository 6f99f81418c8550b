resource "aws_ecs_task_definition" "fail_prod" {
  family = "app"
  container_definitions = jsonencode([
    { name = "app", image = "444444444445.dkr.ecr.us-east-1.amazonaws.com/team/api:1.0.0" }, # expect: TFG006
  ])
}
