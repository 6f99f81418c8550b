resource "aws_ecs_task_definition" "fail_cpu_sum" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512 # expect: TFG151
  memory                   = 1024
  container_definitions = jsonencode([
    { name = "app", cpu = 448 },
    { name = "proxy", cpu = 128 },
  ])
}

resource "aws_ecs_task_definition" "fail_memory_sum" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024 # expect: TFG151
  container_definitions    = <<-EOT
    [
      {"name": "app", "memory": 768},
      {"name": "proxy", "memory": 768, "memoryReservation": 512}
    ]
  EOT
}

resource "aws_ecs_task_definition" "fail_one_too_big" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  container_definitions    = jsonencode([{ name = "app", memory = 1024 }]) # expect: TFG151
}

resource "aws_ecs_task_definition" "fail_on_instances" {
  family                = "app"
  cpu                   = 128
  container_definitions = jsonencode([{ name = "app", cpu = 256, memory = 300 }]) # expect: TFG151
}

resource "aws_ecs_task_definition" "pass_sums" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  container_definitions = jsonencode([
    { name = "app", cpu = 384, memory = 1024, memoryReservation = 512 },
    { name = "proxy", cpu = 128, memory = 1024, memoryReservation = 512 },
  ])
}

resource "aws_ecs_task_definition" "fail_host" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  ipc_mode                 = "host" # expect: TFG151
  pid_mode                 = "host" # expect: TFG151

  volume {
    name      = "data"
    host_path = "/var/data" # expect: TFG151
  }

  volume {
    name = "docker"

    docker_volume_configuration { # expect: TFG151
      scope = "shared"
    }
  }

  placement_constraints { # expect: TFG151
    type = "distinctInstance"
  }

  container_definitions = jsonencode([
    {
      name       = "app"
      privileged = true              # expect: TFG151
      links      = ["proxy"]         # expect: TFG151
      extraHosts = [{ host = "a" }]  # expect: TFG151
      dnsServers = ["10.0.0.2"]      # expect: TFG151
      linuxParameters = {
        tmpfs            = [{ size = 1 }] # expect: TFG151
        sharedMemorySize = 64             # expect: TFG151
        capabilities = {
          add = ["SYS_PTRACE", "NET_ADMIN"] # expect: TFG151
        }
      }
    },
  ])
}

resource "aws_ecs_task_definition" "pass_host" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  pid_mode                 = "task"

  volume {
    name = "data"
  }

  volume {
    name = "shared"

    efs_volume_configuration {
      file_system_id = "fs-1"
    }
  }

  container_definitions = jsonencode([
    {
      name       = "app"
      privileged = false
      links      = []
      dnsServers = []
      linuxParameters = {
        initProcessEnabled = true
        capabilities       = { add = [], drop = ["ALL"] }
        tmpfs              = []
      }
    },
  ])
}

resource "aws_ecs_task_definition" "fail_storage" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  container_definitions    = jsonencode([{ name = "app" }])

  ephemeral_storage {
    size_in_gib = 20 # expect: TFG151
  }
}

resource "aws_ecs_task_definition" "fail_much_storage" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  container_definitions    = jsonencode([{ name = "app" }])

  ephemeral_storage {
    size_in_gib = 201 # expect: TFG151
  }
}

resource "aws_ecs_task_definition" "pass_storage" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  container_definitions    = jsonencode([{ name = "app" }])

  ephemeral_storage {
    size_in_gib = 21
  }
}

resource "aws_ecs_task_definition" "fail_windows" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512 # expect: TFG151
  memory                   = 1024
  container_definitions    = jsonencode([{ name = "app" }])

  runtime_platform {
    operating_system_family = "WINDOWS_SERVER_2022_CORE"
    cpu_architecture        = "X86_64"
  }
}

resource "aws_ecs_task_definition" "fail_big_windows" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 8192 # expect: TFG151
  memory                   = 16384
  container_definitions    = jsonencode([{ name = "app" }])

  runtime_platform {
    operating_system_family = "WINDOWS_SERVER_2022_CORE"
  }
}

resource "aws_ecs_task_definition" "pass_windows" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 1024
  memory                   = 2048
  container_definitions    = jsonencode([{ name = "app" }])

  runtime_platform {
    operating_system_family = "WINDOWS_SERVER_2022_CORE"
  }
}

resource "aws_ecs_task_definition" "pass_windows_on_instances" {
  family                = "app"
  cpu                   = 128
  container_definitions = jsonencode([{ name = "app", cpu = 256, memory = 300 }])

  runtime_platform {
    operating_system_family = "WINDOWS_SERVER_2022_CORE"
  }
}
