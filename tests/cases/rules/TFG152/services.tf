provider "aws" {
  region = "us-east-1"
}

locals {
  port = 8080
}

resource "aws_ecs_task_definition" "pass_api" {
  family                   = "api"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  memory                   = 512
  container_definitions = jsonencode([
    { name = "api", portMappings = [{ containerPort = local.port }, { containerPort = 9090 }] },
    { name = "proxy" },
  ])
}

resource "aws_ecs_task_definition" "pass_bridge" {
  family                = "api"
  memory                = 512
  container_definitions = <<-EOT
    [{"name": "api", "portMappings": [{"containerPort": 8080, "hostPort": 0}]}]
  EOT
}

resource "aws_ecs_task_definition" "pass_unknown" {
  family                = "api"
  network_mode          = var.pass_mode
  memory                = 512
  container_definitions = var.pass_definitions
}

variable "pass_mode" {}
variable "pass_definitions" {}
variable "pass_port" {}

resource "aws_lb_target_group" "pass_ip" {
  port        = 80
  protocol    = "HTTP"
  target_type = "ip"
}

resource "aws_lb_target_group" "pass_instance" {
  port        = 80
  protocol    = "HTTP"
  target_type = "instance"
}

resource "aws_lb_target_group" "fail_default_type" { # expect: TFG152
  port     = 80
  protocol = "HTTP"
}

resource "aws_lb_target_group" "fail_instance" {
  port        = 80
  protocol    = "HTTP"
  target_type = "instance" # expect: TFG152
}

resource "aws_lb_target_group" "fail_ip_for_bridge" {
  port        = 80
  protocol    = "HTTP"
  target_type = "ip" # expect: TFG152
}

resource "aws_ecs_service" "pass_all" {
  name                              = "api"
  task_definition                   = aws_ecs_task_definition.pass_api.arn
  launch_type                       = "FARGATE"
  health_check_grace_period_seconds = 60
  availability_zone_rebalancing     = "ENABLED"

  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200

  network_configuration {
    subnets = ["subnet-1"]
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.pass_ip.arn
    container_name   = "api"
    container_port   = local.port
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.pass_ip.arn
    container_name   = "api"
    container_port   = "9090"
  }
}

resource "aws_ecs_service" "fail_container_name" {
  name            = "api"
  task_definition = aws_ecs_task_definition.pass_api.arn

  network_configuration {
    subnets = ["subnet-1"]
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.pass_ip.arn
    container_name   = "app" # expect: TFG152
    container_port   = 8080
  }
}

resource "aws_ecs_service" "fail_port" {
  name            = "api"
  task_definition = "${aws_ecs_task_definition.pass_api.family}:${aws_ecs_task_definition.pass_api.revision}"

  network_configuration {
    subnets = ["subnet-1"]
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.fail_default_type.arn
    container_name   = "api"
    container_port   = 80 # expect: TFG152
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.fail_instance.arn
    container_name   = "proxy"
    container_port   = 8080 # expect: TFG152
  }

  service_registries {
    registry_arn   = "arn:aws:servicediscovery:us-east-1:111111111111:service/srv-1"
    container_name = "sidecar" # expect: TFG152
    container_port = 8080
  }
}

resource "aws_ecs_service" "fail_no_network" { # expect: TFG152
  name            = "api"
  task_definition = aws_ecs_task_definition.pass_api.arn
}

resource "aws_ecs_service" "fail_no_network_fargate" { # expect: TFG152
  name            = "api"
  task_definition = "api:1"
  launch_type     = "FARGATE"
}

resource "aws_ecs_service" "fail_network_for_bridge" {
  name            = "api"
  task_definition = aws_ecs_task_definition.pass_bridge.arn

  network_configuration { # expect: TFG152
    subnets = ["subnet-1"]
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.fail_ip_for_bridge.arn
    container_name   = "api"
    container_port   = 8080
  }
}

resource "aws_ecs_service" "pass_bridge" {
  name            = "api"
  task_definition = aws_ecs_task_definition.pass_bridge.arn

  load_balancer {
    target_group_arn = aws_lb_target_group.pass_instance.arn
    container_name   = "api"
    container_port   = 8080
  }
}

resource "aws_ecs_service" "pass_unknown" {
  name            = "api"
  task_definition = aws_ecs_task_definition.pass_unknown.arn

  dynamic "load_balancer" {
    for_each = var.pass_definitions

    content {
      target_group_arn = aws_lb_target_group.pass_instance.arn
      container_name   = "whatever"
      container_port   = var.pass_port
    }
  }

  health_check_grace_period_seconds = 30
}

resource "aws_ecs_service" "fail_launch" {
  name            = "api"
  task_definition = aws_ecs_task_definition.pass_api.arn
  launch_type     = "FARGATE" # expect: TFG152

  capacity_provider_strategy {
    capacity_provider = "FARGATE_SPOT"
    weight            = 1
  }

  network_configuration {
    subnets = ["subnet-1"]
  }
}

resource "aws_ecs_service" "fail_daemon" {
  name                       = "api"
  task_definition            = aws_ecs_task_definition.pass_api.arn
  launch_type                = "FARGATE"
  scheduling_strategy        = "DAEMON" # expect: TFG152
  deployment_maximum_percent = 200      # expect: TFG152

  network_configuration {
    subnets = ["subnet-1"]
  }
}

resource "aws_ecs_service" "pass_daemon" {
  name                               = "api"
  task_definition                    = aws_ecs_task_definition.pass_bridge.arn
  scheduling_strategy                = "DAEMON"
  deployment_minimum_healthy_percent = 0
  deployment_maximum_percent         = 100
}

resource "aws_ecs_service" "fail_grace" {
  name                              = "api"
  task_definition                   = aws_ecs_task_definition.pass_bridge.arn
  health_check_grace_period_seconds = 60 # expect: TFG152
}

resource "aws_ecs_service" "pass_no_grace" {
  name                              = "api"
  task_definition                   = aws_ecs_task_definition.pass_bridge.arn
  health_check_grace_period_seconds = 0
}

resource "aws_ecs_service" "fail_percents" {
  name                               = "api"
  task_definition                    = aws_ecs_task_definition.pass_bridge.arn
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 100 # expect: TFG152
}

resource "aws_ecs_service" "fail_percents_default" {
  name                       = "api"
  task_definition            = aws_ecs_task_definition.pass_bridge.arn
  deployment_maximum_percent = 100 # expect: TFG152
}

resource "aws_ecs_service" "pass_percents" {
  name                               = "api"
  task_definition                    = aws_ecs_task_definition.pass_bridge.arn
  deployment_minimum_healthy_percent = 50
  deployment_maximum_percent         = 100
}

resource "aws_ecs_service" "pass_other_controller" {
  name                       = "api"
  task_definition            = aws_ecs_task_definition.pass_bridge.arn
  deployment_maximum_percent = 100

  deployment_controller {
    type = "EXTERNAL"
  }
}

resource "aws_ecs_service" "fail_rebalancing" {
  name                               = "api"
  task_definition                    = aws_ecs_task_definition.pass_bridge.arn
  availability_zone_rebalancing      = "ENABLED" # expect: TFG152
  deployment_minimum_healthy_percent = 50
  deployment_maximum_percent         = 100
}
