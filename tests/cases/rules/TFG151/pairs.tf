resource "aws_ecs_task_definition" "fail_pair" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 4096 # expect: TFG151
  container_definitions    = jsonencode([{ name = "app" }])
}

resource "aws_ecs_task_definition" "fail_text" {
  family                   = "app"
  requires_compatibilities = ["EC2", "FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = "1024"
  memory                   = "1024" # expect: TFG151
  container_definitions    = jsonencode([{ name = "app" }])
}

resource "aws_ecs_task_definition" "fail_words" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = "1 vCPU"
  memory                   = "1 GB" # expect: TFG151
  container_definitions    = jsonencode([{ name = "app" }])
}

resource "aws_ecs_task_definition" "fail_cpu" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 768 # expect: TFG151
  memory                   = 2048
  container_definitions    = jsonencode([{ name = "app" }])
}

resource "aws_ecs_task_definition" "fail_step_8" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 8192
  memory                   = 18432 # expect: TFG151
  container_definitions    = jsonencode([{ name = "app" }])
}

resource "aws_ecs_task_definition" "fail_step_16" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 16384
  memory                   = 36864 # expect: TFG151
  container_definitions    = jsonencode([{ name = "app" }])
}

resource "aws_ecs_task_definition" "fail_fraction" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = ".5 vCPU"
  memory                   = "0.5GB" # expect: TFG151
  container_definitions    = jsonencode([{ name = "app" }])
}

resource "aws_ecs_task_definition" "fail_memory_alone" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.pass_cpu
  memory                   = 500 # expect: TFG151
  container_definitions    = jsonencode([{ name = "app" }])
}

resource "aws_ecs_task_definition" "fail_missing" { # expect: TFG151 TFG151
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  container_definitions    = jsonencode([{ name = "app", cpu = 256, memory = 512 }])
}

resource "aws_ecs_task_definition" "fail_by_service" { # expect: TFG151
  family                = "app"
  network_mode          = "awsvpc"
  cpu                   = 256
  container_definitions = jsonencode([{ name = "app" }])
}

resource "aws_ecs_service" "fail_by_service" {
  name            = "app"
  task_definition = aws_ecs_task_definition.fail_by_service.arn
  launch_type     = "FARGATE"
}

resource "aws_ecs_task_definition" "fail_mode" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "bridge" # expect: TFG151
  cpu                      = 256
  memory                   = 512
  container_definitions    = jsonencode([{ name = "app" }])
}

resource "aws_ecs_task_definition" "fail_no_mode" { # expect: TFG151
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  cpu                      = 256
  memory                   = 512
  container_definitions    = jsonencode([{ name = "app" }])
}

variable "pass_cpu" {
  type = number
}

variable "pass_memory" {
  type    = number
  default = 77
}

resource "aws_ecs_task_definition" "pass_every_pair" {
  for_each = {
    a = [256, 512]
    b = [256, 2048]
    c = [512, 1024]
    d = [512, 4096]
    e = [1024, 2048]
    f = [1024, 8192]
    g = [2048, 4096]
    h = [2048, 16384]
    i = [4096, 8192]
    j = [4096, 30720]
    k = [8192, 16384]
    l = [8192, 61440]
    m = [16384, 32768]
    n = [16384, 122880]
    o = ["0.25 vCPU", "0.5 GB"]
    p = ["4 vcpu", "30gb"]
  }

  family                   = each.key
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = each.value[0]
  memory                   = each.value[1]
  container_definitions    = jsonencode([{ name = "app" }])
}

resource "aws_ecs_task_definition" "fail_each" {
  for_each = {
    a = { cpu = 256, memory = 512 }
    b = { cpu = 256, memory = 3072 } # expect: TFG151
  }

  family                   = each.key
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = each.value.cpu
  memory                   = each.value.memory
  container_definitions    = jsonencode([{ name = "app" }])
}

resource "aws_ecs_task_definition" "pass_on_instances" {
  family                   = "app"
  requires_compatibilities = ["EC2"]
  cpu                      = 100
  memory                   = 300
  container_definitions    = jsonencode([{ name = "app" }])
}

resource "aws_ecs_task_definition" "pass_no_compatibility" {
  family                = "app"
  container_definitions = jsonencode([{ name = "app", cpu = 10, memory = 300 }])
}

# Who calls this folder chooses.
resource "aws_ecs_task_definition" "pass_unknown" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.pass_cpu
  memory                   = var.pass_memory
  container_definitions    = jsonencode([{ name = "app" }])
}
