provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["111111111111"]
}

resource "aws_iam_role" "pass_execution" {
  name               = "dev-api-execution"
  assume_role_policy = "{}"
}

resource "aws_ecs_task_definition" "fail_images" {
  family             = "api"
  execution_role_arn = aws_iam_role.pass_execution.arn
  container_definitions = jsonencode([
    {
      name  = "pass"
      image = "444444444444.dkr.ecr.us-east-1.amazonaws.com/example/api:1.0.0"
    },
    {
      name  = "region"
      image = "444444444444.dkr.ecr.eu-west-1.amazonaws.com/example/api:1.0.0" # expect: TFG205
    },
    {
      name  = "nowhere"
      image = "444444444444.dkr.ecr.eu-west-1.amazonaws.com/example/worker:1.0.0" # expect: TFG205
    },
    {
      name  = "other-account"
      image = "999999999999.dkr.ecr.us-east-1.amazonaws.com/example/api:1.0.0"
    },
    {
      name  = "unknown"
      image = "444444444444.dkr.ecr.us-east-1.amazonaws.com/${var.pass_name}:1.0.0"
    },
  ])
}

variable "pass_name" {
  type = string
}
