resource "aws_ecs_task_definition" "pass_staging" {
  family = "app"
  container_definitions = jsonencode([
    { name = "app", image = "444444444444.dkr.ecr.us-east-1.amazonaws.com/team/api:1.0.0" },
  ])
}
