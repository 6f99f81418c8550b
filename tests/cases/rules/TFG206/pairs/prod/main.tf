provider "aws" {
  region = "eu-west-1"
}

resource "aws_db_instance" "fail_database" {
  engine         = "postgres"
  engine_version = "16.3" # expect: TFG206
  instance_class = "db.r6g.large"
}

resource "aws_db_parameter_group" "fail_parameters" {
  family = "postgres16"

  parameter {
    name  = "log_statement"
    value = "ddl" # expect: TFG206
  }
}

resource "aws_lb_listener" "fail_listener" {
  protocol   = "HTTPS"
  ssl_policy = "A" # expect: TFG206
}

resource "aws_lb_target_group" "fail_target" {
  health_check {
    path = "/healthz" # expect: TFG206
  }
}

resource "aws_ecs_task_definition" "fail_task" {
  container_definitions = jsonencode([
    {
      name  = "api"
      image = "444444444444.dkr.ecr.eu-west-1.amazonaws.com/acme/api:1" # expect: TFG206
      environment = [
        { name = "COMMON", value = "1" },
        { name = "ONLY_PROD", value = "x" }, # expect: TFG206
      ]
    },
  ])
}

resource "aws_ecs_service" "pass_service" {
  desired_count = 4
}

resource "aws_s3_bucket" "pass_unknown_name" {
  bucket_prefix = "x"
}

resource "aws_elasticache_replication_group" "fail_only_prod" { # expect: TFG206
  engine = "redis"
}

resource "aws_db_instance" "pass_replica" {
  replicate_source_db = "x"
}

resource "aws_appautoscaling_target" "pass_size" {}
