provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["111111111111"]
}

locals {
  image = "444444444444.dkr.ecr.us-east-1.amazonaws.com/team/api:1.4.2"
  trust = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
    }]
  })
}

resource "aws_ecs_task_definition" "fail_no_role" { # expect: TFG006
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  container_definitions    = jsonencode([{ name = "app", image = local.image }])
}

resource "aws_ecs_task_definition" "fail_no_role_by_service" { # expect: TFG006
  family                = "app"
  container_definitions = jsonencode([{ name = "app", image = local.image }])
}

resource "aws_ecs_service" "fail_service" {
  name            = "app"
  task_definition = aws_ecs_task_definition.fail_no_role_by_service.arn

  capacity_provider_strategy {
    capacity_provider = "FARGATE_SPOT"
    weight            = 1
  }
}

resource "aws_ecs_task_definition" "pass_on_instances" {
  family                   = "app"
  requires_compatibilities = ["EC2"]
  container_definitions    = jsonencode([{ name = "app", image = local.image }])
}

resource "aws_iam_role" "pass_managed" {
  name               = "pass-managed"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy_attachment" "pass_managed" {
  role       = aws_iam_role.pass_managed.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_task_definition" "pass_managed" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  execution_role_arn       = aws_iam_role.pass_managed.arn
  container_definitions    = jsonencode([{ name = "app", image = local.image }])
}

resource "aws_iam_role" "fail_nothing" { # expect: TFG006
  name               = "fail-nothing"
  assume_role_policy = local.trust
}

resource "aws_ecs_task_definition" "fail_nothing" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  execution_role_arn       = aws_iam_role.fail_nothing.arn
  container_definitions    = jsonencode([{ name = "app", image = local.image }])
}

data "aws_iam_policy_document" "fail_shortened" {
  statement {
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  statement { # expect: TFG006
    actions = [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
    ]
    resources = ["arn:aws:ecr:us-east-1:444444444444:repository/team/api"]
  }
}

resource "aws_iam_role" "fail_shortened" {
  name               = "fail-shortened"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "fail_shortened" {
  role   = aws_iam_role.fail_shortened.id
  policy = data.aws_iam_policy_document.fail_shortened.json
}

resource "aws_ecs_task_definition" "fail_shortened" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  execution_role_arn       = aws_iam_role.fail_shortened.arn
  container_definitions    = jsonencode([{ name = "app", image = local.image }])
}

resource "aws_iam_policy" "fail_other_repository" {
  name = "fail-other-repository"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" },
      { # expect: TFG006
        Effect   = "Allow"
        Action   = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability"]
        Resource = "arn:aws:ecr:us-east-1:444444444444:repository/team/web"
      },
    ]
  })
}

resource "aws_iam_role" "fail_other_repository" {
  name               = "fail-other-repository"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy_attachment" "fail_other_repository" {
  role       = aws_iam_role.fail_other_repository.name
  policy_arn = aws_iam_policy.fail_other_repository.arn
}

resource "aws_ecs_task_definition" "fail_other_repository" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  execution_role_arn       = aws_iam_role.fail_other_repository.arn
  container_definitions    = jsonencode([{ name = "app", image = local.image }])
}

resource "aws_iam_role" "fail_login_scoped" {
  name               = "fail-login-scoped"
  assume_role_policy = local.trust

  inline_policy {
    name = "pull"
    policy = jsonencode({
      Version = "2012-10-17"
      Statement = [{ # expect: TFG006
        Effect   = "Allow"
        Action   = ["ecr:GetAuthorizationToken", "ecr:Batch*", "ecr:GetDownloadUrlForLayer"]
        Resource = "arn:aws:ecr:us-east-1:444444444444:repository/team/*"
      }]
    })
  }
}

resource "aws_ecs_task_definition" "fail_login_scoped" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  execution_role_arn       = aws_iam_role.fail_login_scoped.arn
  container_definitions    = jsonencode([{ name = "app", image = local.image }])
}

resource "aws_iam_role" "pass_own_policy" {
  name               = "pass-own-policy"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "pass_own_policy" {
  role = aws_iam_role.pass_own_policy.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["ecr:GetAuthorizationToken"], Resource = ["*"] },
      {
        Effect   = "Allow"
        Action   = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability"]
        Resource = "arn:aws:ecr:*:444444444444:repository/team/*"
      },
    ]
  })
}

resource "aws_ecs_task_definition" "pass_own_policy" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  execution_role_arn       = aws_iam_role.pass_own_policy.arn
  container_definitions    = jsonencode([{ name = "app", image = local.image }])
}

resource "aws_iam_role" "pass_unknown_policy" {
  name               = "pass-unknown-policy"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy_attachment" "pass_unknown_policy" {
  role       = aws_iam_role.pass_unknown_policy.name
  policy_arn = var.pass_policy_arn
}

variable "pass_policy_arn" {}

resource "aws_ecs_task_definition" "pass_unknown_policy" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  execution_role_arn       = aws_iam_role.pass_unknown_policy.arn
  container_definitions    = jsonencode([{ name = "app", image = local.image }])
}

data "aws_iam_role" "pass_existing" {
  name = "ecsTaskExecutionRole"
}

resource "aws_ecs_task_definition" "pass_existing_role" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  execution_role_arn       = data.aws_iam_role.pass_existing.arn
  container_definitions    = jsonencode([{ name = "app", image = local.image }])
}
