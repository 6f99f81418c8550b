provider "aws" {
  region = "eu-west-1"
}

resource "aws_db_instance" "fail_database" {
  engine         = "postgres"
  engine_version = "15.6"
  instance_class = "db.t4g.micro"
}

resource "aws_db_parameter_group" "fail_parameters" {
  family = "postgres16"

  parameter {
    name  = "log_statement"
    value = "all"
  }
}

resource "aws_lb_listener" "fail_listener" {
  protocol   = "HTTPS"
  ssl_policy = "B"
}

resource "aws_lb_target_group" "fail_target" {
  health_check {
    path = "/"
  }
}

resource "aws_ecs_task_definition" "fail_task" {
  container_definitions = jsonencode([
    {
      name  = "api"
      image = "444444444444.dkr.ecr.eu-west-1.amazonaws.com/acme/other:2"
      environment = [
        { name = "COMMON", value = "2" },
      ]
    },
  ])
}

resource "aws_ecs_service" "pass_service" {
  desired_count = 1
}

resource "aws_s3_bucket" "pass_unknown_name" {
  bucket_prefix = "x"
}

resource "aws_sqs_queue" "fail_only_staging" { # expect: TFG206
  name = "jobs"
}
