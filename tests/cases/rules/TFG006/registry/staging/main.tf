provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["222222222222"]
}

resource "aws_iam_role" "pass_execution" {
  name                = "staging-api-execution"
  assume_role_policy  = "{}"
  managed_policy_arns = ["arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"]
}

resource "aws_ecs_task_definition" "pass_one_account" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  execution_role_arn       = aws_iam_role.pass_execution.arn
  container_definitions = jsonencode([
    { name = "a", image = "444444444444.dkr.ecr.us-east-1.amazonaws.com/team/one:1.0.0" },
    { name = "b", image = "444444444444.dkr.ecr.us-east-1.amazonaws.com/team/api:1.0.0" },
  ])
}

resource "aws_ecs_task_definition" "fail_on_instances" {
  family = "app"
  container_definitions = jsonencode([
    { name = "a", image = "444444444444.dkr.ecr.us-east-1.amazonaws.com/team/instances:1.0.0" },
    { name = "b", image = "444444444444.dkr.ecr.us-east-1.amazonaws.com/team/api:1.0.0" },
  ])
}
