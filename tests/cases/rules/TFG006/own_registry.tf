provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["111111111111"]
}

resource "aws_ecr_repository" "pass_api" {
  name = "team/api"
}

resource "aws_ecs_task_definition" "pass_api" {
  family = "api"
  container_definitions = jsonencode([
    { name = "a", image = "111111111111.dkr.ecr.us-east-1.amazonaws.com/team/api:1.0.0" },
    { name = "b", image = "${aws_ecr_repository.pass_api.repository_url}:1.0.0" },
  ])
}

resource "aws_ecs_task_definition" "fail_misspelt" {
  family = "api"
  container_definitions = jsonencode([
    { name = "a", image = "111111111111.dkr.ecr.us-east-1.amazonaws.com/team/apis:1.0.0" }, # expect: TFG006
  ])
}
