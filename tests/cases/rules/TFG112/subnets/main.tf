provider "aws" {
  region = "us-east-1"

  default_tags {
    tags = {
      Environment = "production"
    }
  }
}

module "network" {
  source = "./modules/network"
}

module "pass_database" {
  source     = "./modules/database"
  subnet_ids = module.network.private_subnet_ids
}

resource "aws_db_subnet_group" "fail_public" {
  name       = "public"
  subnet_ids = module.network.public_subnet_ids # expect: TFG112
}

resource "aws_elasticache_subnet_group" "fail_one_of_two" {
  name       = "one-of-two"
  subnet_ids = [module.network.private_subnet_ids[0], module.network.public_subnet_ids[0]] # expect: TFG112
}

resource "aws_db_subnet_group" "pass_unknown" {
  name       = "unknown"
  subnet_ids = data.aws_subnets.some.ids
}

data "aws_subnets" "some" {
  filter {
    name   = "vpc-id"
    values = ["vpc-1"]
  }
}

resource "aws_default_subnet" "default" {
  availability_zone = "us-east-1a"
}

resource "aws_db_subnet_group" "fail_default" {
  name       = "default"
  subnet_ids = [aws_default_subnet.default.id] # expect: TFG112
}

resource "aws_ecs_service" "fail_service" {
  name = "api"

  network_configuration {
    subnets          = module.network.private_subnet_ids
    assign_public_ip = true # expect: TFG112
  }
}

resource "aws_cloudwatch_event_target" "fail_task" {
  rule = "nightly"
  arn  = "arn:aws:ecs:us-east-1:111111111111:cluster/main"

  ecs_target {
    task_definition_arn = "arn:aws:ecs:us-east-1:111111111111:task-definition/nightly"

    network_configuration {
      subnets          = module.network.private_subnet_ids
      assign_public_ip = true # expect: TFG112
    }
  }
}

resource "aws_ecs_service" "pass_service" {
  name = "worker"

  network_configuration {
    subnets          = module.network.private_subnet_ids
    assign_public_ip = false
  }
}

resource "aws_scheduler_schedule" "fail_schedule" {
  name                = "nightly"
  schedule_expression = "rate(1 day)"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = "arn:aws:ecs:us-east-1:111111111111:cluster/main"
    role_arn = "arn:aws:iam::111111111111:role/scheduler"

    ecs_parameters {
      task_definition_arn = "arn:aws:ecs:us-east-1:111111111111:task-definition/nightly"

      network_configuration {
        subnets          = module.network.private_subnet_ids
        assign_public_ip = true # expect: TFG112
      }
    }
  }
}
