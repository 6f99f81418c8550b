locals {
  registry     = "444444444444.dkr.ecr.us-east-1.amazonaws.com"
  pass_version = "1.4.2"
  fail_image   = "redis:7.4.1" # expect: TFG006
}

variable "pass_image" {
  type = string
}

variable "pass_tag" {
  type = string
}

variable "fail_image" {
  type    = string
  default = "ghcr.io/example/api:1.0.0"
}

resource "aws_ecs_task_definition" "fail_registries" {
  family = "app"
  container_definitions = jsonencode([
    { name = "a", image = "nginx" },                                          # expect: TFG006
    { name = "b", image = "nginx:latest" },                                   # expect: TFG006
    { name = "c", image = "library/nginx:1.27.2" },                           # expect: TFG006
    { name = "d", image = "docker.io/library/nginx:1.27.2" },                 # expect: TFG006
    { name = "e", image = "public.ecr.aws/xray/aws-xray-daemon:3.3.14" },     # expect: TFG006
    { name = "f", image = "ghcr.io/example/api@sha256:0123456789abcdef" },    # expect: TFG006
    { name = "g", image = "quay.io/prometheus/prometheus:v3.0.0" },           # expect: TFG006
    { name = "h", image = "registry.example.com:5000/api:1.0.0" },            # expect: TFG006
    { name = "i", image = "mcr.microsoft.com/dotnet/runtime:8.0" },           # expect: TFG006
    { name = "j", image = "nginx:${var.pass_tag}" },                          # expect: TFG006
    { name = "k", image = "public.ecr.aws/${var.pass_image}" },               # expect: TFG006
    { name = "l", image = local.fail_image },
  ])
}

resource "aws_ecs_task_definition" "fail_versions" {
  family = "app"
  container_definitions = jsonencode([
    { name = "a", image = "444444444444.dkr.ecr.us-east-1.amazonaws.com/api:latest" }, # expect: TFG006
    { name = "b", image = "444444444444.dkr.ecr.us-east-1.amazonaws.com/api" },        # expect: TFG006
    { name = "c", image = "${local.registry}/api:latest" },                            # expect: TFG006
    { name = "d", image = "${var.pass_image}:latest" },                                # expect: TFG006
    { name = "e", image = "${var.pass_image}/api" },                                   # expect: TFG006
    { name = "f", image = format("%s/api:%s", local.registry, "latest") },             # expect: TFG006
    { name = "g", image = "${aws_ecr_repository.pass_own.repository_url}:latest" },    # expect: TFG006
    { name = "h", image = aws_ecr_repository.pass_own.repository_url },                # expect: TFG006
  ])
}

resource "aws_ecr_repository" "pass_own" {
  name                 = "api"
  image_tag_mutability = "IMMUTABLE"
}

resource "aws_ecs_task_definition" "pass_private" {
  family = "app"
  container_definitions = jsonencode([
    { name = "a", image = "444444444444.dkr.ecr.us-east-1.amazonaws.com/api:1.4.2" },
    { name = "b", image = "444444444444.dkr.ecr.us-east-1.amazonaws.com/team/api@sha256:0123456789abcdef" },
    { name = "c", image = "444444444444.dkr.ecr.us-east-1.amazonaws.com/team/api:latest@sha256:01234567" },
    { name = "d", image = "444444444444.dkr.ecr-fips.us-gov-west-1.amazonaws.com/api:1.4.2" },
    { name = "e", image = "444444444444.dkr-ecr.us-east-1.on.aws/api:1.4.2" },
    { name = "f", image = "${local.registry}/api:${local.pass_version}" },
    { name = "g", image = "444444444444.dkr.ecr.${var.pass_tag}.amazonaws.com/api:${var.pass_tag}" },
    { name = "h", image = "${aws_ecr_repository.pass_own.repository_url}:1.4.2" },
    { name = "i", image = "${aws_ecr_repository.pass_own.repository_url}@${data.aws_ecr_image.pass_one.image_digest}" },
    { name = "j", image = "${data.aws_caller_identity.pass_me.account_id}.dkr.ecr.us-east-1.amazonaws.com/api:1.4.2" },
  ])
}

resource "aws_ecs_task_definition" "pass_unknown" {
  family = "app"
  container_definitions = jsonencode([
    { name = "a", image = var.pass_image },
    { name = "b", image = "${var.pass_image}:${var.pass_tag}" },
    { name = "c", image = "${var.pass_image}/api:1.4.2" },
    { name = "d", image = data.aws_ecr_image.pass_one.image_uri },
    { name = "e" },
  ])
}

resource "aws_ecs_task_definition" "pass_unknown_list" {
  family                = "app"
  container_definitions = jsonencode(var.pass_containers)
}

variable "pass_containers" {
  type = list(any)
}

data "aws_ecr_image" "pass_one" {
  repository_name = "api"
  most_recent     = true
}

data "aws_caller_identity" "pass_me" {}

# Who calls this folder gives the image.
resource "aws_ecs_task_definition" "pass_default_in_a_library" {
  family                = "app"
  container_definitions = jsonencode([{ name = "a", image = var.fail_image }])
}

resource "aws_ecs_task_definition" "fail_heredoc" {
  family                = "app"
  container_definitions = <<-EOT
    [
      {
        "name": "web",
        "image": "nginx:1.27.2",
        "portMappings": [{"containerPort": 80}]
      },
      {
        "name": "api",
        "image": "444444444444.dkr.ecr.us-east-1.amazonaws.com/api:${var.pass_tag}"
      }
    ]
  EOT
}
# expect-at: 112 TFG006

resource "aws_ecs_task_definition" "fail_each" {
  for_each = {
    web    = "nginx:1.27.2"                                             # expect: TFG006
    worker = "444444444444.dkr.ecr.us-east-1.amazonaws.com/worker:1.0" # an own image
  }

  family                = each.key
  container_definitions = jsonencode([{ name = each.key, image = each.value }])
}

resource "aws_ecs_task_definition" "fail_for" {
  family = "app"
  container_definitions = jsonencode([
    for name, image in {
      web = "nginx:1.27.2" # expect: TFG006
    } : { name = name, image = image }
  ])
}

resource "aws_batch_job_definition" "fail_batch" {
  name = "report"
  type = "container"
  container_properties = jsonencode({
    image   = "python:3.13" # expect: TFG006
    command = ["report"]
  })
}

resource "aws_apprunner_service" "fail_apprunner" {
  service_name = "web"

  source_configuration {
    image_repository {
      image_identifier      = "public.ecr.aws/aws-containers/hello-app-runner:latest" # expect: TFG006
      image_repository_type = "ECR_PUBLIC"
    }
  }
}
