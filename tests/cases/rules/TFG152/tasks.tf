resource "aws_ecs_task_definition" "fail_twice" {
  family = "app"
  memory = 512
  container_definitions = jsonencode([
    { name = "app" },
    { name = "app" }, # expect: TFG152
  ])
}

resource "aws_ecs_task_definition" "fail_not_essential" {
  family = "app"
  memory = 512
  container_definitions = jsonencode([
    { name = "app", essential = false }, # expect: TFG152
    { name = "log", essential = false },
  ])
}

resource "aws_ecs_task_definition" "fail_depends" {
  family = "app"
  memory = 512
  container_definitions = jsonencode([
    {
      name = "app"
      dependsOn = [
        { containerName = "migrate", condition = "SUCCESS" },
        { containerName = "init", condition = "COMPLETE" },  # expect: TFG152
        { containerName = "proxy", condition = "HEALTHY" },  # expect: TFG152
        { containerName = "sidecar", condition = "START" },  # expect: TFG152
      ]
    },
    { name = "migrate", essential = false },
    { name = "init" },
    { name = "proxy" },
  ])
}

resource "aws_ecs_task_definition" "fail_cycle" {
  family = "app"
  memory = 512
  container_definitions = jsonencode([
    { name = "a", dependsOn = [{ containerName = "b", condition = "START" }] }, # expect: TFG152
    { name = "b", dependsOn = [{ containerName = "c", condition = "START" }] },
    { name = "c", dependsOn = [{ containerName = "a", condition = "START" }] },
  ])
}

resource "aws_ecs_task_definition" "fail_volumes" {
  family = "app"
  memory = 512

  volume {
    name = "data"
  }

  container_definitions = <<-EOT
    [
      {
        "name": "app",
        "mountPoints": [
          {"sourceVolume": "data", "containerPath": "/data"},
          {"sourceVolume": "tmp", "containerPath": "/tmp"}
        ],
        "volumesFrom": [{"sourceContainer": "other"}]
      }
    ]
  EOT
}
# expect-at: 62 TFG152
# expect-at: 64 TFG152

resource "aws_ecs_task_definition" "pass_dynamic_volumes" {
  family = "app"
  memory = 512

  dynamic "volume" {
    for_each = var.pass_volumes

    content {
      name = volume.value
    }
  }

  container_definitions = jsonencode([
    { name = "app", mountPoints = [{ sourceVolume = "tmp", containerPath = "/tmp" }] },
  ])
}

variable "pass_volumes" {}

resource "aws_ecs_task_definition" "pass_known_volumes" {
  family = "app"
  memory = 512

  dynamic "volume" {
    for_each = toset(["tmp", "data"])

    content {
      name = volume.key
    }
  }

  container_definitions = jsonencode([
    { name = "app", mountPoints = [{ sourceVolume = "tmp", containerPath = "/tmp" }] },
  ])
}

resource "aws_ecs_task_definition" "fail_host_port" {
  family       = "app"
  network_mode = "awsvpc"
  memory       = 512
  container_definitions = jsonencode([{
    name = "app"
    portMappings = [
      { containerPort = 8080, hostPort = 80 }, # expect: TFG152
      { containerPort = 9090, hostPort = 9090 },
      { containerPort = 9091 },
    ]
  }])
}

resource "aws_ecs_task_definition" "fail_host_mode" {
  family       = "app"
  network_mode = "host"
  memory       = 512
  container_definitions = jsonencode([{
    name         = "app"
    portMappings = [{ containerPort = 8080, hostPort = 80 }] # expect: TFG152
  }])
}

resource "aws_ecs_task_definition" "pass_host_port" {
  family = "app"
  memory = 512
  container_definitions = jsonencode([{
    name         = "app"
    portMappings = [{ containerPort = 8080, hostPort = 80 }]
  }])
}

resource "aws_ecs_task_definition" "fail_no_memory" {
  family                = "app"
  container_definitions = jsonencode([{ name = "app", cpu = 10 }]) # expect: TFG152
}

resource "aws_ecs_task_definition" "pass_memory" {
  family                = "app"
  container_definitions = jsonencode([{ name = "app", memoryReservation = 128 }])
}

resource "aws_ecs_task_definition" "fail_log_options" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  container_definitions = jsonencode([
    {
      name = "app"
      logConfiguration = {
        logDriver = "awslogs"
        options = { # expect: TFG152
          "awslogs-group"  = "/ecs/app"
          "awslogs-region" = "us-east-1"
        }
      }
    },
    { name = "proxy", logConfiguration = { logDriver = "awslogs" } }, # expect: TFG152
    {
      name             = "router"
      logConfiguration = { logDriver = "awsfirelens" }
    },
    {
      name = "known"
      logConfiguration = {
        logDriver = "awslogs"
        options = {
          "awslogs-group"         = "/ecs/app"
          "awslogs-region"        = "us-east-1"
          "awslogs-stream-prefix" = "app"
        }
      }
    },
    {
      name             = "unknown"
      logConfiguration = { logDriver = "awslogs", options = var.pass_options }
    },
  ])
}

variable "pass_options" {}

resource "aws_ecs_task_definition" "pass_names_unknown" {
  family = "app"
  memory = 512
  container_definitions = jsonencode([
    { name = "app", dependsOn = [{ containerName = "sidecar", condition = "START" }] },
    { name = var.pass_options },
  ])
}
